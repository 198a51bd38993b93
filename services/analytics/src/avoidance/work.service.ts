import { setImmediate } from 'node:timers/promises';
import type { Work } from './avoidance.rules.js';

/** How long work keeps the process from serving others at a time. */
const TURN_MS = 20;

/** Does work to its end, and lets others be served in between. */
export async function finished<Result>(work: Work<Result>): Promise<Result> {
  let turn = performance.now();
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value;
    if (performance.now() - turn < TURN_MS) continue;
    await setImmediate();
    turn = performance.now();
  }
}
