import type { Entry } from '@daybook/client';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { durationText } from '../../time/duration.js';
import type { ClockTimes } from '../../time/clock-times.js';
import { dayBefore, gapBefore, latenessOf } from './between.js';
import { EntryDetails } from './entry-details.js';
import { AgentIcon, ChannelIcon, TypeIcon } from './entry-icons.js';
import { namedIn, noteIn, typeWords } from './entry-words.js';
import styles from './timeline.module.css';
import type { Row } from './timeline-model.js';

export interface RowActions {
  readonly permalink: (entry: Entry) => string;
  readonly onToggle: (id: string) => void;
  readonly onRevise: (entry: Entry) => void;
  readonly onRedact: (entry: Entry) => void;
  readonly onShowHidden: (entry: Entry) => void;
}

interface Props extends Row {
  readonly times: ClockTimes;
  readonly actions: RowActions;
  /** Of the incident whose timeline it is; entries of merged ones tell their own. */
  readonly incidentId: string;
  readonly open: boolean;
  readonly unseen: boolean;
}

/** A row of the timeline: an entry, and what lies between it and the one before. */
export const EntryRow = memo(function EntryRow(props: Props) {
  const { entry, before, hidden, times, actions } = props;
  if (!entry) return <div className={styles['unread']} aria-hidden="true" />;
  const day = dayBefore(entry, before, times);
  const gap = gapBefore(entry, before);
  return (
    <>
      {gap !== undefined && <p className={styles['gap']}>nothing for {durationText(gap)}</p>}
      {day !== undefined && <h2 className={styles['day']}>{day}</h2>}
      {hidden > 0 && (
        <button type="button" className={styles['hidden']} onClick={() => actions.onShowHidden(entry)}>
          {hidden} hidden
        </button>
      )}
      <EntryLine {...props} entry={entry} />
    </>
  );
});

function EntryLine({
  entry,
  after,
  times,
  actions,
  incidentId,
  open,
  unseen,
}: Props & { readonly entry: Entry }) {
  const { id, type, redacted } = entry;
  const at = Date.parse(entry.occurredAtUtc);
  const note = noteIn(entry);
  return (
    <div className={styles['entry']} data-type={type} data-unseen={unseen || undefined}>
      <a
        className={styles['time']}
        href={actions.permalink(entry)}
        title={`${times.full(at)}: link to this entry`}
      >
        <time dateTime={entry.occurredAtUtc}>{times.time(at)}</time>
      </a>
      <span className={styles['mark']}>
        <TypeIcon type={redacted ? 'redact' : type} />
      </span>
      <div className={styles['body']}>
        <p className={styles['summary']}>
          {redacted ? <em className={styles['tombstone']}>Redacted{reasonOf(redacted)}</em> : entry.summary}
        </p>
        {note !== undefined && !redacted && <p className={styles['note']}>{note}</p>}
        <EntryMeta entry={entry} after={after} incidentId={incidentId} />
        {open && <EntryDetails entry={entry} times={times} actions={actions} />}
      </div>
      <button
        type="button"
        className={styles['toggle']}
        aria-expanded={open}
        aria-label={open ? 'Less' : 'Details, history, revise and redact'}
        onClick={() => actions.onToggle(id)}
      >
        {open ? <ChevronDown size={16} aria-hidden="true" /> : <ChevronRight size={16} aria-hidden="true" />}
      </button>
    </div>
  );
}

function reasonOf({ reason, agent }: NonNullable<Entry['redacted']>): string {
  const who = namedIn(agent)?.name;
  return `${who === undefined ? '' : ` by ${who}`}${reason ? `: ${reason}` : ''}`;
}

function EntryMeta({
  entry,
  after,
  incidentId,
}: Pick<Props, 'after' | 'incidentId'> & { readonly entry: Entry }) {
  const agent = namedIn(entry['agent']);
  const channel = namedIn(entry['channel']);
  const service = namedIn(entry['service']);
  const late = latenessOf(entry, after);
  return (
    <p className={styles['meta']}>
      <span className={styles['type']}>{typeWords(entry.type)}</span>
      {agent && (
        <span>
          <AgentIcon kind={agent.kind} /> {agent.name}
        </span>
      )}
      {channel && (
        <span>
          <ChannelIcon channel={channel.kind ?? channel.id} /> {channel.name}
        </span>
      )}
      {service && <span>{service.name}</span>}
      {late !== undefined && <span className={styles['flag']}>came {durationText(late)} late</span>}
      {entry.revised && (
        <span className={styles['flag']}>
          revised{entry.revised.count > 1 && ` ${entry.revised.count} times`}
        </span>
      )}
      {entry.moved && <span className={styles['flag']}>moved from {entry.moved.from}</span>}
      {entry.incidentId !== incidentId && <span className={styles['flag']}>of {entry.incidentId}</span>}
    </p>
  );
}
