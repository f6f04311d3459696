import { DaybookError, type Problem } from '@daybook/client';
import type { LogProgress, ProjectionProgress } from '@daybook/timeline-contracts';
import { useQuery } from '@tanstack/react-query';
import { useSession, type Session } from '../session/daybook.js';
import type { ServiceName } from './mode-text.js';

const EVERY_MS = 2_000;
const DEADLINE_MS = 4_000;
/** Asked again soon anyhow, and what was true before says nothing of now. */
const WATCHED = { refetchInterval: EVERY_MS, retry: false, gcTime: 0 } as const;

/** What /health/ready tells, with 200 and with 503. */
export interface Readiness {
  readonly ready: boolean;
  /** `normal`, or what is away, joined by `+`. */
  readonly mode: string;
  readonly servers: Readonly<Record<string, string>>;
}

/** `error`: the service does not answer. */
export function useReadiness(service: ServiceName) {
  const { commandUrl, queryUrl } = useSession();
  const url = service === 'command-service' ? commandUrl : queryUrl;
  return useQuery({
    queryKey: ['readiness', service],
    queryFn: async ({ signal }): Promise<Readiness> => {
      const late = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
      return (await (await fetch(`${url}/health/ready`, { signal: late })).json()) as Readiness;
    },
    ...WATCHED,
  });
}

export function useLogProgress() {
  const { impatient } = useSession();
  return useQuery({
    queryKey: ['progress of the log'],
    queryFn: ({ signal }): Promise<LogProgress> => dataOf(impatient.command.GET('/v1/progress', { signal })),
    ...WATCHED,
  });
}

export function useProjectionProgress() {
  const { impatient } = useSession();
  return useQuery({
    queryKey: ['progress of the read model'],
    queryFn: ({ signal }): Promise<ProjectionProgress> =>
      dataOf(impatient.query.GET('/v1/progress', { signal })),
    ...WATCHED,
  });
}

export function useDeadLetters(allowed: boolean) {
  const { impatient } = useSession();
  return useQuery({
    queryKey: DEAD_LETTERS,
    queryFn: ({ signal }) =>
      dataOf(impatient.command.GET('/v1/dead-letters', { params: { query: { limit: 50 } }, signal })),
    enabled: allowed,
    ...WATCHED,
  });
}

export const DEAD_LETTERS = ['dead letters'];

/** Carries the command out again. @throws DaybookError where it fails again: the letter stays */
export async function replay({ impatient }: Session, id: string): Promise<void> {
  await dataOf(impatient.command.POST('/v1/dead-letters/{id}/replay', { params: { path: { id } } }));
}

export async function drop({ impatient }: Session, id: string): Promise<void> {
  await dataOf(impatient.command.DELETE('/v1/dead-letters/{id}', { params: { path: { id } } }));
}

async function dataOf<Data>(
  call: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Data> {
  const { data, error, response } = await call;
  if (response.ok) return data as Data;
  const { code = 'unexpected_answer', detail = `answered ${response.status}` } = (error ??
    {}) as Partial<Problem>;
  throw new DaybookError(code, detail, { status: response.status });
}
