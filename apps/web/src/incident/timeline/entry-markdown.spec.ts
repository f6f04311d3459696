import type { Entry } from '@daybook/client';
import { entryMarkdown } from './entry-markdown.js';

const entry = {
  type: 'status_update',
  summary: 'Queue *full*\n[see](x)',
  agent: { id: 'u1', name: 'Ann' },
  occurredAtUtc: '2026-03-01T12:00:00.000Z',
} as unknown as Entry;

it('is one line that no renderer reads anything into', () => {
  expect(entryMarkdown(entry, 'https://d.example/ui/incidents/i?entry=e')).toBe(
    '- [2026-03-01T12:00:00.000Z](https://d.example/ui/incidents/i?entry=e) **status update** ' +
      'Queue \\*full\\* \\[see\\](x) (Ann)',
  );
});

it('lets no id of an incident end its link', () => {
  expect(entryMarkdown(entry, 'https://d.example/ui/incidents/a)b?entry=e')).toContain(
    '(https://d.example/ui/incidents/a%29b?entry=e)',
  );
});

it('tells no content of a redacted entry', () => {
  const redacted = { ...entry, summary: '', agent: undefined, redacted: {} } as unknown as Entry;
  expect(entryMarkdown(redacted, 'a')).toBe('- [2026-03-01T12:00:00.000Z](a) **status update** _redacted_');
});
