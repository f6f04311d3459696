import { useClockTimes } from '../../time/zone.js';
import { laneWords } from './lane-words.js';
import styles from './lanes.module.css';
import type { LanesPicture } from './use-lanes.js';

interface Props {
  readonly picture: LanesPicture | undefined;
  /** Pixels above the first lane, and of each. */
  readonly top: number;
  readonly laneHeight: number;
  /** Whether as many lanes as possible have a row of their own. */
  readonly all: boolean;
  /** Ids of the lanes that the timeline is filtered by. */
  readonly chosen: readonly string[];
  readonly onChoose: (id: string) => void;
  readonly onAll: () => void;
}

/** Names the lanes, and tells in words what each shows. */
export function LaneLabels({ picture, top, laneHeight, all, chosen, onChoose, onAll }: Props) {
  const times = useClockTimes();
  const rows = picture?.lanes.rows ?? [];
  return (
    <ul className={styles['labels']} style={{ paddingTop: top }}>
      {rows.map((row) => (
        <li key={`${row.kind} ${row.id}`} style={{ height: laneHeight }}>
          {row.kind === 'lane' && (
            <button
              type="button"
              aria-pressed={chosen.includes(row.id)}
              title={`Only ${row.name}`}
              onClick={() => onChoose(row.id)}
            >
              {row.name}
            </button>
          )}
          {row.kind === 'others' && (
            <button type="button" title="Show these lanes, too" disabled={all} onClick={onAll}>
              {row.name}
            </button>
          )}
          {row.kind === 'without' && <span>{row.name}</span>}
          <span className="visually-hidden">: {laneWords(row, picture!.parts, times)}</span>
        </li>
      ))}
    </ul>
  );
}
