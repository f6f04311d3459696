import { Clock, Pencil } from 'lucide-react';
import { TypeIcon } from '../timeline/entry-icons.js';
import styles from './lanes.module.css';
import { MARK, type Mark } from './marks.js';

const ICON = 12;
const BADGE = 8;

interface Props {
  readonly mark: Mark;
  readonly lane: number;
  /** The middle of its lane, in pixels. */
  readonly y: number;
  readonly label: string;
  readonly late: ReadonlySet<string>;
  readonly onChoose: (mark: Mark) => void;
  readonly onTell: (label: string | undefined) => void;
}

/** An entry, or several that are too close to be told apart. What it is shows by its sign, not by its colour alone. */
export function LaneMark({ mark, lane, y, label, late, onChoose, onTell }: Props) {
  const { entries, face, centre, width } = mark;
  const redacted = entries.every((entry) => entry.redacted);
  const Badge = entries.some(({ revised }) => revised)
    ? Pencil
    : entries.some(({ id }) => late.has(id))
      ? Clock
      : undefined;
  return (
    <g
      role="button"
      tabIndex={-1}
      aria-label={label}
      className={styles['mark']}
      data-type={redacted ? 'redact' : face.type}
      data-lane={lane}
      data-x={centre}
      transform={`translate(${centre - width / 2} ${y - MARK / 2})`}
      onClick={() => onChoose(mark)}
      onKeyDown={({ key }) => {
        if (key === 'Enter' || key === ' ') onChoose(mark);
      }}
      onPointerEnter={() => onTell(label)}
      onPointerLeave={() => onTell(undefined)}
      onFocus={() => onTell(label)}
      onBlur={() => onTell(undefined)}
    >
      <rect width={width} height={MARK} rx={MARK / 2} strokeDasharray={redacted ? '2 2' : undefined} />
      <g transform={`translate(${(MARK - ICON) / 2} ${(MARK - ICON) / 2})`}>
        <TypeIcon type={redacted ? 'redact' : face.type} size={ICON} />
      </g>
      {entries.length > 1 && (
        <text x={MARK} y={MARK / 2} dominantBaseline="central">
          {entries.length}
        </text>
      )}
      {Badge && (
        <g transform={`translate(${width - BADGE / 2 - 1} ${-BADGE / 2})`} className={styles['badge']}>
          <circle cx={BADGE / 2} cy={BADGE / 2} r={BADGE / 2 + 1} />
          <Badge size={BADGE} />
        </g>
      )}
    </g>
  );
}
