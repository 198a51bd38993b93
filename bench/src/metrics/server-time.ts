import { readFileSync } from 'node:fs';

/** Of a tick, as Linux counts processor time. */
const TICK_MS = 10;

/**
 * Processor time of a server process and all it has started, living or ended, in milliseconds; null where the system does not
 * tell (it is read from `/proc`).
 */
export function serverTimeMs(pid: number): number | null {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    const own = timesOf(pid);
    return TICK_MS * (own.own + own.ended + children.reduce((sum, child) => sum + timesOf(child).own, 0));
  } catch {
    return null;
  }
}

/** In ticks, as proc(5) tells: of the process, and of its children that ended. */
function timesOf(pid: number | string): { own: number; ended: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map(Number);
  return { own: user + system, ended: endedUser + endedSystem };
}
