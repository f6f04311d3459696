/** What the figures of an incident are made of; times are UTC milliseconds, null where the fact has not been reported. */
export interface MeasuredIncident {
  readonly triggeredAt: number | null;
  readonly acknowledgedAt: number | null;
  readonly resolvedAt: number | null;
}

/** Over several incidents, in milliseconds; null when there is none to measure. */
export interface Durations {
  readonly mean: number | null;
  readonly median: number | null;
  /** How many incidents they are made of. */
  readonly incidents: number;
}

export interface IncidentFigures {
  /** That were triggered; an incident whose trigger nobody reported is in no figure. */
  readonly incidents: number;
  readonly acknowledged: number;
  readonly resolved: number;
  /** From the first trigger to the first acknowledgement. */
  readonly timeToAcknowledge: Durations;
  /** From the first trigger to the resolve, of those that are resolved now. */
  readonly timeToResolve: Durations;
}

export function figuresOf(incidents: readonly MeasuredIncident[]): IncidentFigures {
  const triggered = incidents.filter(({ triggeredAt }) => triggeredAt !== null);
  const timeToAcknowledge = durations(triggered, ({ acknowledgedAt }) => acknowledgedAt);
  const timeToResolve = durations(triggered, ({ resolvedAt }) => resolvedAt);
  return {
    incidents: triggered.length,
    acknowledged: timeToAcknowledge.incidents,
    resolved: timeToResolve.incidents,
    timeToAcknowledge,
    timeToResolve,
  };
}

function durations(
  incidents: readonly MeasuredIncident[],
  end: (incident: MeasuredIncident) => number | null,
): Durations {
  const lengths = incidents
    .flatMap((incident) => {
      const at = end(incident);
      return at === null ? [] : [at - incident.triggeredAt!];
    })
    .sort((a, b) => a - b);
  if (lengths.length === 0) return { mean: null, median: null, incidents: 0 };
  const sum = lengths.reduce((total, length) => total + length, 0);
  const middle = lengths.length >> 1;
  const median = lengths.length % 2 === 1 ? lengths[middle]! : (lengths[middle - 1]! + lengths[middle]!) / 2;
  return { mean: Math.round(sum / lengths.length), median: Math.round(median), incidents: lengths.length };
}
