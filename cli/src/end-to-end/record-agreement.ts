import { setTimeout as sleep } from 'node:timers/promises';
import type { ServedPlatform } from './served.js';

interface Comparison {
  number: number;
  agrees: boolean | null;
  services: { producer: string; recordCount: number; differences: { noun: string; day: string | null }[] }[];
}

const LONGEST_WAIT_MS = 60_000;

/**
 * Compares what every service has on record with what analytics knows of it at the same place among the events, by noun
 * and day: counts and checksums.
 */
export async function compareRecords(platform: ServedPlatform): Promise<Comparison> {
  const { asked } = await platform.data<{ asked: { comparison: { number: number } | null } }>(
    'admin',
    'mutation { asked: compareRecords { comparison { number } userErrors { code } } }',
  );
  const number = asked.comparison?.number ?? 0;
  for (const until = Date.now() + LONGEST_WAIT_MS; Date.now() < until; await sleep(100)) {
    const { found } = await platform.data<{ found: Comparison | null }>(
      'admin',
      `{ found: recordComparison {
           number agrees services { producer recordCount differences { noun day } } } }`,
    );
    if (found && found.number >= number && found.services.length === 3) return found;
  }
  throw new Error('not all services have told what they have on record');
}
