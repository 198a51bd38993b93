import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll lock '));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Runs a process that notes when it holds the lock and when it lets go; resolves with its exit code. */
function holder(name: string, lock: string, notes: string): Promise<number | null> {
  const program = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { withLock } from ${JSON.stringify(pathToFileURL(join(__dirname, 'lock.mjs')).href)};
    await withLock(${JSON.stringify(lock)}, () => {}, async () => {
      appendFileSync(${JSON.stringify(notes)}, '${name} in\\n');
      await sleep(100);
      appendFileSync(${JSON.stringify(notes)}, '${name} out\\n');
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
  return new Promise((resolve) => child.on('close', resolve));
}

describe('the lock around installing and building', () => {
  it('is held by one process at a time, and by each in the end', async () => {
    const [lock, notes] = [join(folder, 'lock'), join(folder, 'notes')];
    const names = ['a', 'b', 'c', 'd'];
    expect(await Promise.all(names.map((name) => holder(name, lock, notes)))).toEqual([0, 0, 0, 0]);
    const lines = (await readFile(notes, 'utf8')).trim().split('\n');
    const turns = names.map((_, turn) => lines.slice(2 * turn, 2 * turn + 2).join(' '));
    expect(turns.toSorted()).toEqual(names.map((name) => `${name} in ${name} out`));
    expect(existsSync(lock)).toBe(false);
  });

  it('passes on when its holder has died', async () => {
    const [lock, notes] = [join(folder, 'lock'), join(folder, 'notes')];
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => dead.on('close', resolve));
    await writeFile(lock, `${dead.pid} ${hostname()}`);
    expect(await Promise.all([holder('a', lock, notes), holder('b', lock, notes)])).toEqual([0, 0]);
    expect((await readFile(notes, 'utf8')).trim().split('\n')).toHaveLength(4);
  });
});
