import { rm } from 'node:fs/promises';
import { removeVolume } from '../servers/docker-engine.js';
import { endServer, ladders } from '../servers/servers.js';
import { endServices } from '../services/services.js';
import type { Stack } from '../state/stack.js';

/** Ends all that the stack started and keeps its data. The caller holds the lock. */
export async function takeDown(stack: Stack): Promise<void> {
  await endServices(stack);
  await Promise.all(ladders.map((ladder) => endServer(stack, ladder)));
  stack.record.keptUp = false;
  stack.save();
}

/** Deletes a stack that was taken down, its data included. The caller holds the lock. */
export async function erase(stack: Stack): Promise<void> {
  for (const volume of stack.record.volumes) await removeVolume(volume);
  for (const folder of stack.record.foldersElsewhere) await rm(folder, { recursive: true, force: true });
  await rm(stack.folder, { recursive: true, force: true });
  stack.forget();
}

/** For runs that start from nothing: what a run that was killed has left in the databases would slow down or confuse this one. */
export async function emptyUnlessUsed(stack: Stack): Promise<void> {
  if (stack.record.keptUp || stack.otherUsers().length > 0) return;
  await takeDown(stack);
  await erase(stack);
}
