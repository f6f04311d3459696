import { randomUUID } from 'node:crypto';

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The W3C trace context of a request: the sender's where it sent one, else a new trace (https://www.w3.org/TR/trace-context/). */
export function traceparentOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && TRACEPARENT.test(header) ? header : newTraceparent();
}

export function newTraceparent(): string {
  return `00-${randomDigits()}-${randomDigits().slice(16)}-01`;
}

/** 32 of them. Node draws the randomness of many UUIDs at once, and of bytes anew each time. */
function randomDigits(): string {
  return randomUUID().replaceAll('-', '');
}

export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}
