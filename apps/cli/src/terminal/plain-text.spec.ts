import { plainLine, plainText } from './plain-text.js';

describe('text that somebody else wrote', () => {
  it.each([
    ['\u001b[2J\u001b]0;owned\u0007', '␛[2J␛]0;owned␇'],
    ['\u009b31m', '<009B>31m'],
    ['a\bb\u007fc\u0000', 'a␈b␡c␀'],
    ['safe \u202eevil\u202c \u2066x\u2069', 'safe <202E>evil<202C> <2066>x<2069>'],
    ['a\tb\r\nc\rd', 'a b\nc\nd'],
    ['é 障害 👩‍👩‍👧 \u{1f525}', 'é 障害 👩‍👩‍👧 \u{1f525}'],
  ])('%j is shown as %j', (text, shown) => expect(plainText(text)).toBe(shown));

  it('fits on a line', () => expect(plainLine(' one \n\n  two\u2028three\n')).toBe('one two<2028>three'));
});
