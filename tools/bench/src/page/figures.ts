import type { Machine } from '../machine.js';
import type { ScrollFigures } from './scroll.js';
import type { VisitFigures } from './visits.js';

export interface PageFigures {
  readonly machine: Machine;
  readonly browser: string;
  readonly store: string;
  visits?: VisitFigures;
  scroll?: ScrollFigures;
}
