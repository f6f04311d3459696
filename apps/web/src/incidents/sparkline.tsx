import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../session/daybook.js';
import styles from './incidents.module.css';

const BUCKETS = 28;
const WIDTH = 112;
const HEIGHT = 22;

interface Props {
  readonly incidentId: string;
  /** Changes when there is something new to draw. */
  readonly version: string;
}

/** How much happened in each part of an incident's time; asked for when it comes into view. */
export function Sparkline({ incidentId, version }: Props) {
  // Drawn where it can be told at once: a list asks for many, and again whenever something comes.
  const { impatient } = useSession();
  const place = useRef<SVGSVGElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) setSeen(true);
    });
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  const { data } = useQuery({
    queryKey: ['activity', incidentId, version],
    queryFn: ({ signal }) => impatient.activity(incidentId, { buckets: BUCKETS }, { signal }),
    enabled: seen,
    staleTime: Infinity,
    placeholderData: (before) => before,
  });
  const counts = data?.counts ?? [];
  const most = Math.max(1, ...counts);
  const step = WIDTH / Math.max(counts.length, 1);
  return (
    <svg ref={place} className={styles['sparkline']} width={WIDTH} height={HEIGHT} aria-hidden="true">
      {counts.map((count, index) => {
        if (count === 0) return null;
        // The square root: a burst of hundreds must not flatten the single entries beside it.
        const height = Math.max(2, Math.sqrt(count / most) * HEIGHT);
        return (
          <rect
            key={index}
            x={index * step}
            y={HEIGHT - height}
            width={Math.max(1, step - 1)}
            height={height}
          />
        );
      })}
    </svg>
  );
}
