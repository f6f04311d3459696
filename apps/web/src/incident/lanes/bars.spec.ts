import { barsPath } from './bars.js';

it('draws the counts that are not 0, by their square roots', () => {
  const place = { x: (part: number) => part * 10, bottom: 20, height: 16, most: 100 };
  expect(barsPath([100, 0, 25, 1], place)).toBe('M0 20v-16h9.5v16zM20 20v-8h9.5v8zM30 20v-2h9.5v2z');
  expect(barsPath([4], { ...place, x: (part) => part / 10 })).toBe('M0 20v-3.2h1v3.2z');
});
