import { connect, type Daybook } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { watchedFetch } from './standing.js';

/** The account that is looked at, and where its services are. */
export interface Session {
  readonly daybook: Daybook;
  /** The same, for what is asked again and again anyhow: a call is tried once, and fails within seconds. */
  readonly impatient: Daybook;
  /** Without a slash at its end, as the other. */
  readonly commandUrl: string;
  readonly queryUrl: string;
}

/** The page is the query-service's own. */
const queryUrl = location.origin;
/** A person waits no longer for an answer: then the page says so, and can be asked again. */
const PATIENCE_MS = 4_000;
const IMPATIENT = { patienceMs: 0, deadlineMs: 4_000 };
const Current = createContext<Session | undefined>(undefined);

/** Finds out where the command-service is; only then is there a page. */
export function DaybookProvider({
  token,
  children,
}: {
  readonly token: string;
  readonly children: ReactNode;
}) {
  const { data: commandUrl } = useQuery({
    queryKey: ['page config'],
    queryFn: async ({ signal }) => {
      const answer = await fetch(`${import.meta.env.BASE_URL}config.json`, { signal });
      if (!answer.ok) throw new Error(`config.json was answered ${answer.status}`);
      return ((await answer.json()) as { commandServiceUrl: string }).commandServiceUrl;
    },
    retry: true,
    staleTime: Infinity,
  });
  const session = useMemo((): Session | undefined => {
    if (commandUrl === undefined) return undefined;
    const connection = {
      commandUrl,
      queryUrl,
      token,
      patienceMs: PATIENCE_MS,
      fetch: watchedFetch(commandUrl),
    };
    return {
      ...{ commandUrl, queryUrl },
      daybook: connect(connection),
      impatient: connect({ ...connection, ...IMPATIENT }),
    };
  }, [commandUrl, token]);
  if (!session) return null;
  return <Current value={session}>{children}</Current>;
}

/** Within DaybookProvider only. */
export function useDaybook(): Daybook {
  return useSession().daybook;
}

/** Within DaybookProvider only. */
export function useSession(): Session {
  return useContext(Current)!;
}
