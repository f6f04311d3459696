import pc from 'picocolors';
import stringWidth from 'string-width';
import { withLateness, type ShownEntry } from './annotations.js';
import { TimelineText, type TimelineStyle } from './timeline-text.js';
import { WallClock } from './wall-clock.js';

const plain = pc.createColors(false);
const coloured = pc.createColors(true);

function entry(occurredAtUtc: string, summary: string, more: Partial<ShownEntry> = {}): ShownEntry {
  return {
    ...{ id: '0190163d-8694-739b-aea5-966c26f8ad91', incidentId: 'INC-1', type: 'annotate', summary },
    ...{ occurredAt: occurredAtUtc, occurredAtUtc, recordedBy: 'ann', contentHash: '0', timelineKey: '0' },
    ...{ receivedAt: occurredAtUtc, recordedAt: occurredAtUtc, position: 'local:1:1', origin: 'local:1:1' },
    ...more,
  };
}

const story: readonly ShownEntry[] = [
  entry('2026-03-01T08:59:30.000Z', 'Latency of checkout rises', { agent: { id: 'probe', name: 'Probe 7' } }),
  entry('2026-03-01T09:00:00.000Z', 'Checkout answers 500 to nine of ten requests in all regions', {
    ...{ type: 'trigger', channel: { type: 'monitoring' }, service: 'checkout' },
  }),
  entry('2026-03-01T10:20:05.000Z', '決済サーバーの応答が遅くなり、再起動しました', {
    agent: '田中',
    type: 'action',
  }),
  entry('2026-03-02T00:00:01.000Z', 'Solved', { type: 'resolve' }),
];

function shown(style: Partial<TimelineStyle>, entries: readonly ShownEntry[] = story): string {
  const text = new TimelineText({
    ...{ width: 80, colours: plain, clock: new WallClock('UTC'), gapMs: 15 * 60_000 },
    ...{ incidentId: 'INC-1', origin: Date.parse('2026-03-01T09:00:00Z') },
    ...style,
  });
  return entries.map((each) => text.entry(each)).join('');
}

describe('a timeline as text', () => {
  it('tells times, the time since the trigger, and silence', () =>
    expect(shown({})).toBe(`Sun 2026-03-01 UTC
08:59:30     -30s ◆ Latency of checkout rises
                    annotate · Probe 7
09:00:00      +0s ● Checkout answers 500 to nine of ten requests in all regions
                    trigger · monitoring · checkout
          ┊ 1h 20m of silence
10:20:05  +1h 20m ◇ 決済サーバーの応答が遅くなり、再起動しました
                    action · 田中
          ┊ 13h 40m of silence

Mon 2026-03-02
00:00:01     +15h ✓ Solved
                    resolve
`));

  it('puts text below its time where there is little room', () =>
    expect(shown({ width: 40 })).toBe(`Sun 2026-03-01 UTC
08:59:30 -30s ◆
  Latency of checkout rises
  annotate · Probe 7
09:00:00 +0s ●
  Checkout answers 500 to nine of ten
  requests in all regions
  trigger · monitoring · checkout
  ┊ 1h 20m of silence
10:20:05 +1h 20m ◇
  決済サーバーの応答が遅くなり、再起動し
  ました
  action · 田中
  ┊ 13h 40m of silence

Mon 2026-03-02
00:00:01 +15h ✓
  Solved
  resolve
`));

  it('keeps to the width, in columns and not in characters', () => {
    const long = [
      entry('2026-03-01T09:00:00.000Z', `${'障害'.repeat(90)} ${'x'.repeat(300)} ${'word '.repeat(60)}`),
    ];
    for (const width of [40, 80, 200]) {
      const widths = shown({ width }, long)
        .split('\n')
        .map((line) => stringWidth(line));
      expect(Math.max(...widths)).toBeLessThanOrEqual(width);
      expect(Math.max(...widths)).toBeGreaterThan(width - 6);
    }
  });

  it('reads the same in colours', () => {
    const text = shown({ colours: coloured });
    expect(text).toContain('\u001b[31m●\u001b[39m');
    expect(text.replace(/\u001b\[\d+m/g, '')).toBe(shown({}));
  });

  it('shows what a terminal would obey', () => {
    const evil = entry('2026-03-01T09:00:00.000Z', 'a\u001b[2Jb\nc', {
      ...{ agent: 'x\u001b]0;y\u0007', type: '\u009b1m', incidentId: 'INC\u202e' },
    });
    const text = shown({ details: true }, [{ ...evil, details: { '\u001bkey': '\u009b' } }]);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).toContain('a␛[2Jb\n                    c\n');
  });

  it('says who revised, moved or redacted, and why', () => {
    const note = { by: 'x', at: '2026-03-01T10:00:00.000Z', recordedBy: 'bob' };
    const text = shown({}, [
      entry('2026-03-01T09:00:00.000Z', 'Now right', { revised: { ...note, count: 2, reason: 'a typo' } }),
      entry('2026-03-01T09:01:00.000Z', 'Moved', { moved: { ...note, from: 'INC-2' } }),
      entry('2026-03-01T09:02:00.000Z', '', { redacted: { ...note, reason: 'a password' } }),
    ]);
    expect(text).toContain('annotate · revised by bob: a typo');
    expect(text).toContain('annotate · moved from INC-2');
    expect(text).toContain('[redacted by bob: a password]');
  });

  it('names the incident of an entry that is of another one', () =>
    expect(shown({}, [entry('2026-03-01T09:00:00.000Z', 'x', { incidentId: 'INC-2' })])).toContain(
      'INC-2 · annotate',
    ));

  it('tells times in another zone, and days as they are there', () => {
    const text = shown({ clock: new WallClock('Asia/Tokyo') });
    expect(text).toContain('Sun 2026-03-01 Asia/Tokyo\n17:59:30');
    expect(text).toContain('\n09:00:01     +15h ✓');
    expect(() => new WallClock('Mars/Olympus')).toThrow('--zone must be an IANA time zone');
  });

  it('tells how many entries an overview leaves out', () => {
    const text = new TimelineText({
      width: 80,
      colours: plain,
      clock: new WallClock('UTC'),
      gapMs: Infinity,
    });
    expect(text.entry(story[0]!, 3)).toContain('┊ 3 more entries\n');
    expect(text.hidden(1)).toStrictEqual(['          ┊ 1 more entry']);
  });
});

describe('a late entry', () => {
  const late = { lateMs: 3_600_000, receivedAt: '2026-03-01T12:00:00.000Z' };

  it('is one that came after entries that stand behind it', () => {
    const entries = [{ ...story[0]!, ...late }, story[1]!];
    expect(withLateness(entries).map(({ cameLate }) => cameLate)).toStrictEqual([true, false]);
    expect(shown({}, withLateness(entries))).toContain('annotate · Probe 7 · told 1h later');
  });

  it('is none that was loaded together with them', () => {
    const entries = story.map((each) => ({ ...each, ...late }));
    expect(withLateness(entries).some(({ cameLate }) => cameLate)).toBe(false);
  });
});
