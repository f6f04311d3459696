import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { replaced, toggled } from '../incidents/incidents-filter.js';
import { useShortcuts } from '../keyboard/use-shortcuts.js';
import { ZoneSwitch } from '../time/zone-switch.js';
import type { ClockTimes } from '../time/clock-times.js';
import { useClockTimes } from '../time/zone.js';
import { ExportMenu } from './export-menu.js';
import styles from './incident.module.css';
import type { TimelineFilter } from './timeline/timeline-model.js';
import type { Timeline } from './timeline/use-timeline.js';

/** A word is looked for once the reader has stopped typing for this long. */
const PAUSE_MS = 250;

const lives: Record<Timeline['live'], string> = {
  connecting: 'Connecting …',
  live: 'Live',
  waiting: 'Not live: connecting again …',
};

interface Props {
  readonly incidentId: string;
  readonly filter: TimelineFilter;
  readonly live: Timeline['live'];
  /** Entries that are shown with this filter; undefined: that is not known yet. */
  readonly total: number | undefined;
}

export function Toolbar({ incidentId, filter, live, total }: Props) {
  const [address, setAddress] = useSearchParams();
  const overview = filter.overview === true;
  const setOverview = () =>
    setAddress(replaced(address, 'overview', overview ? '' : 'true'), { replace: true });
  useShortcuts({ o: setOverview });
  const chips = (['type', 'agent', 'channel'] as const).flatMap((name) =>
    address.getAll(name).map((value) => ({ name, value })),
  );
  return (
    <div className={styles['toolbar']}>
      <TextSearch />
      <button type="button" aria-pressed={overview} aria-keyshortcuts="o" onClick={setOverview}>
        Overview
      </button>
      {chips.map(({ name, value }) => (
        <button
          key={`${name} ${value}`}
          type="button"
          className={styles['chip']}
          aria-label={`Without the filter ${name} ${value}`}
          onClick={() => setAddress(toggled(address, name, value), { replace: true })}
        >
          {name}: {value} <X size={13} aria-hidden="true" />
        </button>
      ))}
      <TimeChip filter={filter} />
      {Object.keys(filter).length > 0 && total !== undefined && (
        <span className={styles['count']}>{total.toLocaleString('en-GB')} shown</span>
      )}
      <span className={styles['live']} data-live={live} role="status">
        {lives[live]}
      </span>
      <ZoneSwitch />
      <ExportMenu incidentId={incidentId} filter={filter} />
    </div>
  );
}

/** The part of the time that the timeline is narrowed down to. */
function TimeChip({ filter: { since, until } }: Pick<Props, 'filter'>) {
  const times = useClockTimes();
  const [, setAddress] = useSearchParams();
  if (since === undefined && until === undefined) return null;
  return (
    <button
      type="button"
      className={styles['chip']}
      title="Show all"
      onClick={() =>
        setAddress((before) => replaced(replaced(before, 'since', ''), 'until', ''), { replace: true })
      }
    >
      {spanText(since, until, times)} <X size={13} aria-hidden="true" />
    </button>
  );
}

function spanText(since: string | undefined, until: string | undefined, times: ClockTimes): string {
  if (until === undefined) return `from ${times.short(Date.parse(since!))}`;
  if (since === undefined) return `to ${times.short(Date.parse(until))}`;
  return times.span(Date.parse(since), Date.parse(until));
}

function TextSearch() {
  const [address, setAddress] = useSearchParams();
  const asked = address.get('text') ?? '';
  const [text, setText] = useState(asked);
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => field.current?.focus() });
  useEffect(() => {
    if (text.trim() === asked) return;
    const timer = setTimeout(
      () => setAddress((before) => replaced(before, 'text', text.trim()), { replace: true }),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [text, asked, setAddress]);
  return (
    <label className={styles['search']}>
      <Search size={15} aria-hidden="true" />
      <span className="visually-hidden">Search this timeline</span>
      <input
        ref={field}
        type="search"
        placeholder="Search this timeline"
        aria-keyshortcuts="/"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => key === 'Escape' && field.current?.blur()}
      />
    </label>
  );
}
