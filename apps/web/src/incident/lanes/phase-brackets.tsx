import styles from './lanes.module.css';
import { bracketOf, type Phase } from './phases.js';

/** Pixels of a bracket with its text. */
export const BRACKET = 16;
const HOOK = 4;

interface Props {
  readonly phases: readonly Phase[];
  readonly x: (instant: number) => number;
  readonly width: number;
}

/** How long it took until the incident was acknowledged and resolved. */
export function PhaseBrackets({ phases, x, width }: Props) {
  return phases.map((phase, index) => {
    const bracket = bracketOf(phase, x, width);
    if (!bracket) return null;
    const { from, to, begins, ends, textAt, anchor, textWidth } = bracket;
    const y = index * BRACKET + BRACKET / 2;
    const begin = begins ? `M${from} ${y + HOOK}V${y - HOOK}M${from} ${y}` : `M${from} ${y}`;
    const end = ends ? `M${to} ${y + HOOK}V${y - HOOK}` : '';
    return (
      <g key={phase.name} className={styles['phase']} data-phase={phase.name}>
        <path d={`${begin}H${Math.max(to, from + 1)}${end}`} />
        {anchor === 'middle' && (
          <rect x={textAt - textWidth / 2} y={y - HOOK} width={textWidth} height={2 * HOOK} />
        )}
        <text x={textAt} y={y} textAnchor={anchor} dominantBaseline="central">
          {phase.text}
        </text>
      </g>
    );
  });
}
