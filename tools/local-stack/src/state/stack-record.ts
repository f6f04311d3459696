import type { Ending } from '../processes/background-process.js';
import type { ProcessIdentity } from '../processes/process-identity.js';

export const serverNames = ['postgres', 'rabbitmq', 'mongodb'] as const;
export type ServerName = (typeof serverNames)[number];

export const serviceNames = ['command-service', 'query-service'] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface StartedProcess {
  readonly what: string;
  readonly identity: ProcessIdentity;
  readonly ending: Ending;
}

export interface Container {
  readonly name: string;
  /** Holds the data; removed only by `reset`. */
  readonly volume: string;
}

export interface RunningServer {
  /** Which rung of the ladder it came from, for people. */
  readonly from: string;
  readonly url: string;
  /** RabbitMQ's HTTP API, with its user and password. */
  readonly managementUrl?: string;
  /** In the order in which they end; empty for a server that was given by its URL. */
  readonly processes: readonly StartedProcess[];
  readonly container?: Container;
}

export interface RunningService {
  readonly url: string;
  readonly processes: readonly StartedProcess[];
  /** Hash of its environment and its build: when either changes, it is started anew. */
  readonly fingerprint: string;
}

/** What a stack has started, as kept in its folder, so that any later command can find, use and end it. */
export interface StackRecord {
  /** Every port ever used, by purpose, so that addresses stay the same from start to start. */
  ports: Record<string, number>;
  /** True after `up`: the stack then stays until `stop`, whoever else uses it. */
  keptUp: boolean;
  /** Running commands that use the stack; the last one to leave stops it, unless it is kept up. */
  users: ProcessIdentity[];
  servers: Partial<Record<ServerName, RunningServer>>;
  /** By name; further replicas have names of their own. */
  services: Record<string, RunningService>;
  /** Folders and volumes outside the stack's own folder, for `reset`. */
  foldersElsewhere: string[];
  volumes: string[];
}

export function emptyRecord(): StackRecord {
  return {
    ports: {},
    keptUp: false,
    users: [],
    servers: {},
    services: {},
    foldersElsewhere: [],
    volumes: [],
  };
}
