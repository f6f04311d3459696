import type { Incident } from '@daybook/client';
import { useParentSize } from '@visx/responsive';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { replaced, toggled } from '../../incidents/incidents-filter.js';
import { useShortcuts } from '../../keyboard/use-shortcuts.js';
import { useClockTimes } from '../../time/zone.js';
import type { TimelineHandle } from '../timeline/timeline-view.js';
import type { TimelineFilter } from '../timeline/timeline-model.js';
import { LaneLabels } from './lane-labels.js';
import { AXIS, LanePicture } from './lane-picture.js';
import type { LaneKind } from './lane-rows.js';
import { openLanes, useLanesOpen } from './lanes-open.js';
import { LanesTools } from './lanes-tools.js';
import styles from './lanes.module.css';
import { Legend } from './legend.js';
import type { Mark } from './marks.js';
import { BRACKET } from './phase-brackets.js';
import { phasesOf } from './phases.js';
import type { SeenSpan } from './seen-span.js';
import { zoomed, type Span } from './span.js';
import { useLanes } from './use-lanes.js';

/** Lanes with a row of their own, at first; and once all are asked for, as many as the API tells. */
const USUAL_LANES = 5;
const ALL_LANES = 50;
/** Pixels of all lanes together, so that nothing moves when they are there: few lanes are higher. */
const LANES_HEIGHT = 154;
const LEAST_HEIGHT = 22;

interface Props {
  readonly incidentId: string;
  readonly incident: Incident | undefined;
  readonly filter: TimelineFilter;
  /** How many entries have come while the page is open. */
  readonly taken: number;
  readonly seen: SeenSpan;
  readonly column: React.RefObject<TimelineHandle | null>;
}

/** The timeline as a picture: a lane for each agent or channel, in step with the column. */
export function LanesPanel(props: Props) {
  const open = useLanesOpen();
  const toggle = () => openLanes(!open);
  useShortcuts({ l: toggle });
  const Arrow = open ? ChevronDown : ChevronRight;
  return (
    <section className={styles['panel']} aria-label="Lanes">
      <div className={styles['inner']}>
        <button
          type="button"
          className={styles['toggle']}
          aria-expanded={open}
          aria-keyshortcuts="l"
          onClick={toggle}
        >
          <Arrow size={16} aria-hidden="true" /> Lanes
        </button>
        {open && <OpenLanes {...props} />}
      </div>
    </section>
  );
}

function OpenLanes({ incidentId, incident, filter, taken, seen, column }: Props) {
  const [address, setAddress] = useSearchParams();
  const times = useClockTimes();
  const by: LaneKind = address.get('lanes') === 'channel' ? 'channel' : 'agent';
  const [view, setView] = useState<Span>();
  const [all, setAll] = useState(false);
  const [told, setTold] = useState<string>();
  const { parentRef, width } = useParentSize({ debounceTime: 0 });
  const { since, until, ...lanesFilter } = filter;
  const narrowed = useMemo(
    () =>
      since !== undefined && until !== undefined && { since: Date.parse(since), until: Date.parse(until) },
    [since, until],
  );
  const most = all ? ALL_LANES : USUAL_LANES;
  const { picture, error } = useLanes(incidentId, { by, filter: lanesFilter, view, most, taken });
  const phases = useMemo(() => (incident ? phasesOf(incident) : []), [incident]);
  const span = view ?? picture?.whole;

  const narrow = useCallback(
    (to: Span | undefined) =>
      setAddress(
        (before) => {
          const next = replaced(before, 'since', to ? new Date(to.since).toISOString() : '');
          next.delete('entry');
          return replaced(next, 'until', to ? new Date(to.until).toISOString() : '');
        },
        { replace: true },
      ),
    [setAddress],
  );
  const choose = useCallback(
    ({ entries, face }: Mark) => {
      const at = (entry: (typeof entries)[number]) => Date.parse(entry.occurredAtUtc);
      const [first, last] = [at(entries[0]!), at(entries.at(-1)!)];
      if (picture && last > first) {
        const room = (last - first) / 4;
        const around = { since: first - room, until: last + room };
        setView(zoomed(around, picture.whole, 1, first));
      }
      const entry = entries.length === 1 ? face : entries[0]!;
      const outside = narrowed && (at(entry) < narrowed.since || at(entry) >= narrowed.until);
      setAddress(
        (before) => {
          const next = replaced(before, 'entry', entry.id);
          if (outside) for (const name of ['since', 'until']) next.delete(name);
          return next;
        },
        { replace: true },
      );
      if (!outside) void column.current?.show(entry);
    },
    [picture, narrowed, setAddress, column],
  );
  const point = useCallback((instant: number) => void column.current?.showAt(instant), [column]);

  const rows = picture?.lanes.rows.length ?? 0;
  const laneHeight = Math.max(LEAST_HEIGHT, LANES_HEIGHT / Math.max(rows, 1));
  const bracketsHeight = phases.length * BRACKET + 2;
  const seenText = span ? times.span(span.since, span.until) : '';
  return (
    <>
      <LanesTools
        {...{ by, span, view, narrowed: narrowed !== false, seenText }}
        whole={picture?.whole}
        onBy={(wanted) =>
          setAddress((before) => replaced(before, 'lanes', wanted === 'agent' ? '' : wanted), {
            replace: true,
          })
        }
        onView={setView}
        onNarrow={narrow}
      />
      <div
        className={styles['body']}
        style={{ height: bracketsHeight + LANES_HEIGHT + AXIS }}
        aria-busy={!picture}
      >
        <LaneLabels
          {...{ picture, all, laneHeight }}
          top={bracketsHeight}
          chosen={address.getAll(by)}
          onChoose={(id) => setAddress((before) => toggled(before, by, id), { replace: true })}
          onAll={() => setAll(true)}
        />
        <div ref={parentRef} className={styles['place']}>
          {picture && span && width > 0 && (
            <LanePicture
              {...{ picture, span, width, laneHeight, phases, seen }}
              narrowed={narrowed || undefined}
              label={`Lanes by ${by}, ${seenText}. Arrow keys go from mark to mark, plus and minus zoom, 0 shows all.`}
              onView={setView}
              onBrush={narrow}
              onPoint={point}
              onChoose={choose}
              onTell={setTold}
            />
          )}
          {!picture && (
            <p role={error ? 'alert' : 'status'} className={styles['trouble']}>
              {error ? `The lanes can’t be shown: ${error.message}` : 'Loading …'}
            </p>
          )}
        </div>
      </div>
      <p className={styles['told']}>{told ?? (picture && <Legend picture={picture} />)}</p>
    </>
  );
}
