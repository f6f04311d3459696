import { useQuery } from '@tanstack/react-query';
import { useDaybook } from '../../session/daybook.js';
import type { ClockTimes } from '../../time/clock-times.js';
import { namedIn } from './entry-words.js';
import styles from './timeline.module.css';

/** What was sent, and who changed what of it, when and why. */
export function EntryHistory({ id, times }: { readonly id: string; readonly times: ClockTimes }) {
  const daybook = useDaybook();
  const { data, error } = useQuery({
    queryKey: ['history', id],
    queryFn: ({ signal }) => daybook.history(id, { signal }),
  });
  if (error) return <p role="alert">The history can’t be shown: {error.message}</p>;
  if (!data) return <p role="status">Loading …</p>;
  const amendments = [...data.revisions, ...data.redactions, ...data.moves];
  return (
    <ol className={styles['history']}>
      <li>
        <strong>As it was sent</strong>
        {data.original ? (
          <p>{typeof data.original['summary'] === 'string' ? data.original['summary'] : ''}</p>
        ) : (
          <p>
            <em>gone: it was redacted</em>
          </p>
        )}
      </li>
      {amendments.map((amendment) => (
        <li key={amendment.id}>
          <strong>
            {amendment.type} by {namedIn(amendment['agent'])?.name ?? amendment.recordedBy}
          </strong>
          , {times.full(Date.parse(amendment.occurredAtUtc))}
          <p>{amendment.summary}</p>
          <Changes details={amendment['details']} />
        </li>
      ))}
    </ol>
  );
}

function Changes({ details }: { readonly details: unknown }) {
  const changes = (details as { changes?: object } | undefined)?.changes;
  if (!changes) return null;
  return (
    <dl>
      {Object.entries(changes).map(([field, value]) => (
        <div key={field}>
          <dt>{field}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
