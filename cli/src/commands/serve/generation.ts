import { workerData } from 'node:worker_threads';
import { writeDemonstration } from '@plimsoll/demonstration';

/** What the thread that generates the demonstration company is given. */
export interface GenerationOrder {
  folder: string;
  /** ISO instant. */
  asOf: string;
}

const { folder, asOf } = workerData as GenerationOrder;
await writeDemonstration(folder, { asOf: new Date(asOf) });
