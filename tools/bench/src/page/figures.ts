import type { ScrollFigures } from './scroll.js';
import type { VisitFigures } from './visits.js';

export interface PageFigures {
  readonly machine: { readonly cores: number; readonly processor: string; readonly node: string };
  readonly browser: string;
  readonly store: string;
  visits?: VisitFigures;
  scroll?: ScrollFigures;
}
