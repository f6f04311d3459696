import {
  endServer,
  endService,
  ensureServer,
  ensureService,
  ladders,
  type ServiceName,
  type Stack,
} from '@daybook/local-stack';

const SERVICES: readonly ServiceName[] = ['command-service', 'query-service'];

/** Ends both services and all servers; their data stays. */
export async function takeAllDown(stack: Stack): Promise<void> {
  for (const service of SERVICES) await endService(stack, service);
  await Promise.all(ladders.map((ladder) => endServer(stack, ladder)));
}

/** At the addresses that they had before. */
export async function bringAllUp(stack: Stack): Promise<void> {
  const say = () => undefined;
  await Promise.all(ladders.map((ladder) => ensureServer(ladder, { stack, say, env: process.env })));
  for (const service of SERVICES) await ensureService(stack, service, say);
}
