import { readdir, readFile } from 'node:fs/promises';

/** A clock tick of `/proc`, which Linux states in hundredths of a second on every platform. */
const TICK_MS = 10;

/**
 * Processor time, in milliseconds, that a process and its children have taken so far, with the children that are no more;
 * to 10 ms for each of them. Linux only, see proc(5): elsewhere, and for no process, 0.
 */
export async function processorMs(pid: number | undefined): Promise<number> {
  if (pid === undefined || process.platform !== 'linux') return 0;
  const running = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const times = await Promise.all(
    running.map(async (name) => {
      // Who ends meanwhile is counted with its parent, or has little to say.
      const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [parent = 0, user = 0, system = 0, goneUser = 0, goneSystem = 0] = [1, 11, 12, 13, 14].map(
        (at) => fields[at] ?? 0,
      );
      if (Number(name) === pid) return user + system + goneUser + goneSystem;
      return parent === pid ? user + system : 0;
    }),
  );
  return times.reduce((sum, ticks) => sum + ticks, 0) * TICK_MS;
}
