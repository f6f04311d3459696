import { Maximize2, X, ZoomIn, ZoomOut } from 'lucide-react';
import type { LaneKind } from './lane-rows.js';
import styles from './lanes.module.css';
import { zoomed, type Span } from './span.js';

const ZOOM = 0.5;
const kinds: readonly LaneKind[] = ['agent', 'channel'];

interface Props {
  readonly by: LaneKind;
  /** What is seen, as zoomed in on; undefined: the whole. */
  readonly view: Span | undefined;
  readonly span: Span | undefined;
  readonly whole: Span | undefined;
  readonly seenText: string;
  readonly narrowed: boolean;
  readonly onBy: (by: LaneKind) => void;
  readonly onView: (view: Span | undefined) => void;
  readonly onNarrow: (span: Span | undefined) => void;
}

/** What can be done with the picture, without a mouse as well. */
export function LanesTools({ by, view, span, whole, seenText, narrowed, onBy, onView, onNarrow }: Props) {
  const zoom = (factor: number) => {
    if (span && whole) onView(zoomed(span, whole, factor, (span.since + span.until) / 2));
  };
  return (
    <div className={styles['tools']}>
      <div role="group" aria-label="A lane for each" className={styles['joined']}>
        {kinds.map((kind) => (
          <button key={kind} type="button" aria-pressed={by === kind} onClick={() => onBy(kind)}>
            {kind}
          </button>
        ))}
      </div>
      <div role="group" aria-label="Zoom" className={styles['joined']}>
        <button type="button" aria-label="Zoom in" onClick={() => zoom(ZOOM)}>
          <ZoomIn size={15} aria-hidden="true" />
        </button>
        <button type="button" aria-label="Zoom out" disabled={!view} onClick={() => zoom(1 / ZOOM)}>
          <ZoomOut size={15} aria-hidden="true" />
        </button>
        <button
          type="button"
          aria-label="Show the whole time"
          disabled={!view}
          onClick={() => onView(undefined)}
        >
          <Maximize2 size={15} aria-hidden="true" />
        </button>
      </div>
      <span role="status" className={styles['span']}>
        {seenText}
      </span>
      {view && (
        <button type="button" onClick={() => onNarrow(view)}>
          Only this time
        </button>
      )}
      {narrowed && (
        <button type="button" onClick={() => onNarrow(undefined)}>
          <X size={14} aria-hidden="true" /> Show all
        </button>
      )}
    </div>
  );
}
