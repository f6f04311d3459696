import { connect as clientOf, DaybookError, type Daybook, type Problem } from '@daybook/client';
import type { Addresses } from './addresses.js';
import { connect, type Fallback, type Given } from './connection.js';

/** Long enough for a service that starts anew, short for whoever sits in front of the terminal. */
const PATIENCE_MS = 5_000;

/** A client of the Daybook that is meant. @throws Error that says what is missing and how to give it */
export async function daybookOf(
  given: Given,
  needs: readonly (keyof Addresses)[],
  fallback: Fallback | undefined,
): Promise<Daybook> {
  const { token = '', ...addresses } = (await connect(given, needs, fallback)) as Partial<Addresses>;
  return clientOf({ ...addresses, token, patienceMs: PATIENCE_MS });
}

interface Called<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** The answer of one of the client's typed doors. @throws DaybookError for anything but success */
export async function answered<Data>(call: Promise<Called<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (response.ok) return data as Data;
  const { status } = response;
  const {
    code = 'unexpected_answer',
    detail = `answered ${status}`,
    field,
  } = (error ?? {}) as Partial<Problem>;
  throw new DaybookError(code, detail, { status, ...(field !== undefined && { field }) });
}
