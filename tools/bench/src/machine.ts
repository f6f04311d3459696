import { cpus } from 'node:os';

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  /** Version, without a v. */
  readonly node: string;
}

/** Figures are only worth what it is. */
export function thisMachine(): Machine {
  const processors = cpus();
  return {
    cores: processors.length,
    processor: processors[0]?.model ?? 'unknown processor',
    node: process.versions.node,
  };
}

export function machineText({ cores, processor, node }: Machine): string {
  return `${cores} cores, ${processor}, Node ${node}`;
}
