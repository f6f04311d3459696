import { linksIn, namedIn, typeWords } from './entry-words.js';

it.each([
  ['ann', { id: 'ann', name: 'ann', kind: undefined }],
  [
    { id: 'u1', name: 'Ann', type: 'user' },
    { id: 'u1', name: 'Ann', kind: 'user' },
  ],
  [{ type: 'chat' }, { id: 'chat', name: 'chat', kind: 'chat' }],
  [{ id: 7 }, undefined],
  ['', undefined],
  [null, undefined],
  [['ann'], undefined],
])('names %j', (value, named) => {
  expect(namedIn(value)).toEqual(named);
});

it('links to nothing but the web', () => {
  const contexts = [
    { type: 'link', href: 'https://example.org/a', text: 'Post-mortem' },
    { type: 'image', href: 'HTTP://example.org/b', alt: 'Graph' },
    { type: 'link', href: 'https://example.org/c' },
    { type: 'link', href: 'javascript:alert(1)', text: 'x' },
    { type: 'link', href: 7 },
    'text',
    null,
  ];
  expect(linksIn(contexts)).toEqual([
    { href: 'https://example.org/a', text: 'Post-mortem' },
    { href: 'HTTP://example.org/b', text: 'Graph' },
    { href: 'https://example.org/c', text: 'https://example.org/c' },
  ]);
  expect(linksIn('none')).toEqual([]);
});

it('says a type in words', () => {
  expect(typeWords('exhaust_escalation_path')).toBe('exhaust escalation path');
});
