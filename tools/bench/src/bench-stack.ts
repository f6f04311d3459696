import { emptyUnlessUsed, Stack, stackVariables, useStack } from '@daybook/local-stack';
import type { Target } from './target.js';

/** Measures on an empty stack of its own, and leaves nothing of it running. */
export async function withBenchStack<T>(measure: (target: Target, stack: Stack) => Promise<T>): Promise<T> {
  const stack = new Stack('bench');
  let figures: T | undefined;
  await useStack(stack, {
    wanted: { services: true },
    before: () => emptyUnlessUsed(stack),
    during: async () => {
      const variables = await stackVariables(stack);
      const target: Target = {
        commandUrl: variables['DAYBOOK_COMMAND_URL']!,
        queryUrl: variables['DAYBOOK_QUERY_URL']!,
        token: variables['DAYBOOK_TOKEN']!,
        store: stack.record.servers.mongodb!.from,
      };
      figures = await measure(target, stack);
    },
  });
  return figures!;
}
