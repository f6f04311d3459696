import { newTraceparent, traceIdOf, traceparentOf } from './trace.js';

describe('trace context', () => {
  const sent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  it('is the sender’s, where it sent one', () => {
    expect(traceparentOf(sent)).toBe(sent);
    expect(traceIdOf(sent)).toBe('0af7651916cd43dd8448eb211c80319c');
  });

  it.each([undefined, '', 'x', [sent, sent], sent.toUpperCase(), `00-${'0'.repeat(32)}-b7ad6b7169203331-01`])(
    'is a new one for %s',
    (header) => {
      const trace = traceparentOf(header);
      expect(trace).not.toBe(header);
      expect(traceparentOf(trace)).toBe(trace);
    },
  );

  it('is another one each time', () => {
    expect(newTraceparent()).not.toBe(newTraceparent());
  });
});
