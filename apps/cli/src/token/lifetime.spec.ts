import { secondsOf } from './lifetime.js';

describe('secondsOf', () => {
  it.each([
    ['90s', 90],
    ['15m', 900],
    ['12h', 43_200],
    ['30d', 2_592_000],
  ])('reads %s', (lifetime, seconds) => expect(secondsOf(lifetime)).toBe(seconds));

  it.each(['', '30', '0d', '-1d', '1.5h', '1w', 'd'])('refuses "%s"', (lifetime) =>
    expect(() => secondsOf(lifetime)).toThrow('such as 30d'),
  );
});
