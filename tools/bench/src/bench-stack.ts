import type { Target } from './target.js';

export async function withBenchStack<T>(use: (target: Target) => Promise<T>): Promise<T> {
  return use({
    commandUrl: process.env['DAYBOOK_COMMAND_URL']!,
    queryUrl: process.env['DAYBOOK_QUERY_URL']!,
    token: process.env['DAYBOOK_TOKEN']!,
  });
}
