import { Injectable } from '@nestjs/common';

/** The time, in UTC milliseconds. */
@Injectable()
export class Clock {
  now(): number {
    return Date.now();
  }
}
