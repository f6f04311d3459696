import { z } from 'zod';
import { reasonOf } from '../connection/errors.js';
import { ok, warning, wrong, type Finding } from './finding.js';

/** Services answer this from what they know, within milliseconds. */
const DEADLINE_MS = 5_000;

const healthSchema = z.looseObject({
  ready: z.boolean(),
  mode: z.string(),
  servers: z.record(z.string(), z.string()),
});

type Health = z.infer<typeof healthSchema>;

export interface Seen {
  readonly findings: readonly Finding[];
  /** Undefined: it does not answer as one. */
  readonly health?: Health;
  /** The service's clock less this machine's, in milliseconds. */
  readonly clockAheadMs?: number;
}

interface Server {
  readonly name: string;
  /** What to do when it is away, and what that means meanwhile. */
  readonly advice: string;
}

const SERVERS: Readonly<Record<string, Server>> = {
  postgres: {
    name: 'PostgreSQL',
    advice:
      'Start it, or mend POSTGRES_URL of the command-service. Meanwhile entries wait in the command queue.',
  },
  rabbitmq: {
    name: 'RabbitMQ',
    advice:
      'Start it, or mend RABBITMQ_URL. Meanwhile entries are recorded, and readers get them from the feed.',
  },
  mongodb: {
    name: 'MongoDB',
    advice:
      'Start it, or mend MONGODB_URL of the query-service. Meanwhile single timelines are read from the log.',
  },
  commandService: {
    name: 'query-service to command-service',
    advice: 'Mend COMMAND_SERVICE_URL of the query-service, or the network between the two.',
  },
};

const BLOCKED = 'It has a memory or disk alarm: `rabbitmqctl status` tells which; free what it lacks.';

/** One of the two services and the servers behind it, by its open door. */
export async function lookAtService(service: string, variable: string, url: string): Promise<Seen> {
  let response: Response;
  try {
    response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(DEADLINE_MS) });
  } catch (error) {
    const advice = `Start it, or mend the address: --${variable}, DAYBOOK_* variables, or the profile.`;
    return { findings: [wrong(service, `${url} does not answer: ${reasonOf(error)}`, advice)] };
  }
  const read = healthSchema.safeParse(await response.json().catch(() => undefined));
  if (!read.success) {
    const advice = `Is this the address of the ${service}? A proxy may answer in its place.`;
    return {
      findings: [wrong(service, `${url} answers ${response.status}, not as a service of Daybook`, advice)],
    };
  }
  const date = Date.parse(response.headers.get('date') ?? '');
  return {
    health: read.data,
    findings: [serviceFinding(service, url, read.data), ...serverFindings(read.data)],
    ...(!Number.isNaN(date) && { clockAheadMs: date - Date.now() }),
  };
}

function serviceFinding(service: string, url: string, { ready, mode }: Health): Finding {
  if (!ready) return wrong(service, `${url} can't work: ${mode}`, 'See to the servers below.');
  if (mode === 'normal') return ok(service, url);
  return warning(service, `${url} works ${mode.replaceAll('+', ', ')}`, 'See to the servers below.');
}

function serverFindings({ servers }: Health): Finding[] {
  return Object.entries(servers).map(([key, state]) => {
    const { name, advice } = SERVERS[key] ?? { name: key, advice: 'See the logs of the service.' };
    if (state === 'up' || state === 'connected') return ok(name, state);
    return wrong(name, state, state === 'blocked' ? BLOCKED : advice);
  });
}
