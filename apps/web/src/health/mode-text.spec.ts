import { consequencesOf } from './mode-text.js';

it('has nothing to say of what is normal', () => {
  expect(consequencesOf('command-service', 'normal')).toEqual([]);
});

it('says of each trouble what it means', () => {
  expect(consequencesOf('command-service', 'without-postgres')[0]).toMatch(/queued/);
  expect(consequencesOf('query-service', 'without-mongodb+without-rabbitmq')).toEqual([
    expect.stringMatching(/from the log/),
    expect.stringMatching(/feed/),
  ]);
});

it('says when nothing can be made durable', () => {
  expect(consequencesOf('command-service', 'without-postgres+without-rabbitmq')).toEqual([
    expect.stringMatching(/refused/),
  ]);
});

it('hides no trouble that it does not know', () => {
  expect(consequencesOf('query-service', 'without-disk')).toEqual(['without-disk']);
});
