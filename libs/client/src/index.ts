export type { AddOptions, Refused } from './adding.js';
export { connect, Daybook, type Connection } from './daybook.js';
export { DaybookError, type ErrorFacts } from './daybook-error.js';
export type { CommandDoors, QueryDoors } from './doors.js';
export type { FollowOptions, StreamEvent } from './following.js';
export { Pages } from './pages.js';
export type { ReadOptions, Seeing } from './seeing.js';
export type { TokenSource } from './sender.js';
export type * from './types.js';
