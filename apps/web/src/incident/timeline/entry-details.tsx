import type { Entry } from '@daybook/client';
import { Copy, EyeOff, History, Link as LinkIcon, Pencil } from 'lucide-react';
import { useState } from 'react';
import { claimsOf } from '../../session/claims.js';
import { useToken } from '../../session/token.js';
import type { ClockTimes } from '../../time/clock-times.js';
import { durationText } from '../../time/duration.js';
import { EntryHistory } from './entry-history.js';
import { entryMarkdown } from './entry-markdown.js';
import type { RowActions } from './entry-row.js';
import { linksIn } from './entry-words.js';
import styles from './timeline.module.css';

interface Props {
  readonly entry: Entry;
  readonly times: ClockTimes;
  readonly actions: RowActions;
}

/** What an entry holds beside what everybody sees, and what can be done with it. */
export function EntryDetails({ entry, times, actions }: Props) {
  const [history, setHistory] = useState(false);
  const links = linksIn(entry['contexts']);
  const details = entry['details'] as object | undefined;
  const address = new URL(actions.permalink(entry), location.href).href;
  return (
    <div className={styles['details']}>
      {links.length > 0 && (
        <ul className={styles['links']}>
          {links.map(({ href, text }, index) => (
            <li key={index}>
              <a href={href} target="_blank" rel="noreferrer">
                {text}
              </a>
            </li>
          ))}
        </ul>
      )}
      <dl>
        <dt>Happened</dt>
        <dd>
          {times.full(Date.parse(entry.occurredAtUtc))}
          {entry.occurredAt !== entry.occurredAtUtc && <small> (sent as {entry.occurredAt})</small>}
        </dd>
        <dt>Received</dt>
        <dd>
          {times.full(Date.parse(entry.receivedAt))}
          {entry.lateMs !== undefined && <small> ({durationText(entry.lateMs)} later)</small>}
        </dd>
        <dt>Recorded</dt>
        <dd>
          {times.full(Date.parse(entry.recordedAt))} by {entry.recordedBy}, at {entry.position}
        </dd>
        <dt>Id</dt>
        <dd>
          <code>{entry.id}</code>
        </dd>
      </dl>
      {details && Object.keys(details).length > 0 && (
        <pre className={styles['json']} tabIndex={0} aria-label="Details">
          {JSON.stringify(details, undefined, 2)}
        </pre>
      )}
      <div className={styles['actions']}>
        <CopyButton text={address} label="Copy link" icon={<LinkIcon size={14} aria-hidden="true" />} />
        <CopyButton
          text={entryMarkdown(entry, address)}
          label="Copy as Markdown"
          icon={<Copy size={14} aria-hidden="true" />}
        />
        {(entry.revised ?? entry.redacted ?? entry.moved) && (
          <button type="button" aria-expanded={history} onClick={() => setHistory(!history)}>
            <History size={14} aria-hidden="true" /> History
          </button>
        )}
        <AmendButtons entry={entry} actions={actions} />
      </div>
      {history && <EntryHistory id={entry.id} times={times} />}
    </div>
  );
}

/** Amendments are corrected by other amendments, not by themselves. */
const NOT_AMENDED = new Set(['revise', 'redact', 'move']);

function AmendButtons({ entry, actions }: Pick<Props, 'entry' | 'actions'>) {
  const scopes = claimsOf(useToken() ?? '')?.scopes ?? [];
  if (entry.redacted || NOT_AMENDED.has(entry.type)) return null;
  const writes = scopes.includes('entries:write');
  const redacts = writes && scopes.includes('entries:redact');
  return (
    <>
      <button
        type="button"
        disabled={!writes}
        title={writes ? undefined : 'needs a token with the scope entries:write'}
        onClick={() => actions.onRevise(entry)}
      >
        <Pencil size={14} aria-hidden="true" /> Revise
      </button>
      <button
        type="button"
        disabled={!redacts}
        title={redacts ? undefined : 'needs a token with the scopes entries:write and entries:redact'}
        onClick={() => actions.onRedact(entry)}
      >
        <EyeOff size={14} aria-hidden="true" /> Redact
      </button>
    </>
  );
}

interface CopyProps {
  readonly text: string;
  readonly label: string;
  readonly icon: React.ReactNode;
}

function CopyButton({ text, label, icon }: CopyProps) {
  const [said, setSaid] = useState<string>();
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('The browser does not let it be copied');
    }
  }
  return (
    <>
      <button type="button" onClick={() => void copy()} onBlur={() => setSaid(undefined)}>
        {icon} {said ?? label}
      </button>
      <span role="status" className="visually-hidden">
        {said}
      </span>
    </>
  );
}
