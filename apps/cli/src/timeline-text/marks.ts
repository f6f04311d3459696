import type { Colors, Formatter } from 'picocolors/types.js';

interface Mark {
  readonly sign: string;
  readonly paint: (colours: Colors) => Formatter;
}

const alarm: Mark = { sign: '●', paint: ({ red }) => red };
const attention: Mark = { sign: '●', paint: ({ yellow }) => yellow };
const relief: Mark = { sign: '✓', paint: ({ green }) => green };
const people: Mark = { sign: '▸', paint: ({ magenta }) => magenta };
const words: Mark = { sign: '◆', paint: ({ cyan }) => cyan };
const change: Mark = { sign: '◇', paint: ({ blue }) => blue };
const amendment: Mark = { sign: '~', paint: ({ yellow }) => yellow };
const machinery: Mark = { sign: '·', paint: ({ dim }) => dim };

const MARKS: Readonly<Record<string, Mark>> = {
  ...{ trigger: alarm, reopen: alarm },
  ...{ acknowledge: attention, unacknowledge: attention, snooze: attention },
  ...{ resolve: relief, close: relief, cancel: relief },
  ...{ assign: people, delegate: people, escalate: people, responder_request: people },
  ...{ annotate: words, status_update: words },
  ...{ action: change, urgency_change: change, priority_change: change, link: change, unlink: change },
  ...{ merge: amendment, move: amendment, revise: amendment, redact: amendment },
};

/** The sign of a type of entry, one column wide; a type that is not known is shown like the work of machinery. */
export function mark(type: string, colours: Colors): string {
  const { sign, paint } = (Object.hasOwn(MARKS, type) ? MARKS[type] : undefined) ?? machinery;
  return paint(colours)(sign);
}
