import { Clock, Pencil } from 'lucide-react';
import { TypeIcon } from '../timeline/entry-icons.js';
import { typeWords } from '../timeline/entry-words.js';
import { durationText } from '../../time/duration.js';
import { lateIn, typesIn } from './marks.js';
import type { LanesPicture } from './use-lanes.js';

/** More would not fit into a line. */
const MOST_TYPES = 7;

/** What the signs in the picture mean, of those that are there. */
export function Legend({ picture }: { readonly picture: LanesPicture }) {
  const { entries, complete, parts } = picture;
  return (
    <>
      {!complete && <span>bars: entries in {durationText(parts.bucketMs)} each</span>}
      {typesIn(entries)
        .slice(0, MOST_TYPES)
        .map(([type, count]) => (
          <span key={type}>
            <TypeIcon type={type} size={13} /> {typeWords(type)} {count}
          </span>
        ))}
      {entries.some(({ revised }) => revised) && (
        <span>
          <Pencil size={11} aria-hidden="true" /> revised
        </span>
      )}
      {lateIn(entries).size > 0 && (
        <span>
          <Clock size={11} aria-hidden="true" /> came late
        </span>
      )}
      {entries.some(({ redacted }) => redacted) && (
        <span>
          <TypeIcon type="redact" size={13} /> redacted
        </span>
      )}
    </>
  );
}
