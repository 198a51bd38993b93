import { setImmediate } from 'node:timers/promises';
import type { Search } from './fatal-sets.rules.js';

/** How long a search keeps the process from serving others at a time. */
const TURN_MS = 20;

/** Runs a search to its end, and lets others be served in between. */
export async function finished<Found>(search: Search<Found>): Promise<Found> {
  let turn = performance.now();
  for (let step = search.next(); ; step = search.next()) {
    if (step.done) return step.value;
    if (performance.now() - turn < TURN_MS) continue;
    await setImmediate();
    turn = performance.now();
  }
}
