import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { DomainError } from '../errors/index.js';

/**
 * Takes the lock file of a data folder for this process and returns what gives it back. Throws DomainError
 * DATA_FOLDER_IN_USE while another live process holds it; the lock of a dead one is taken over.
 */
export function lockFolder(file: string): () => void {
  const mine = `${process.pid} ${startOf(process.pid) ?? ''} ${randomBytes(6).toString('hex')}\n`;
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, mine, { mode: 0o644 });
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      try {
        linkSync(draft, file);
        return () => {
          if (readText(file) === mine) rmSync(file, { force: true });
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const found = readText(file);
      if (found === undefined) continue;
      const [pid = '', started = ''] = found.trim().split(' ');
      if (isSameProcess(Number(pid), started)) {
        throw new DomainError(
          'DATA_FOLDER_IN_USE',
          `Another Plimsoll (process ${pid}) is using this data folder (${file}). Stop it first, or start this one ` +
            'with a data folder of its own.',
        );
      }
      dropStale(file, found, draft);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new DomainError(
    'DATA_FOLDER_IN_USE',
    `The lock ${file} is fought over by other processes; try again.`,
  );
}

/** Only one of several that find the same stale lock moves it away; a fresh lock moved by mistake is put back. */
function dropStale(file: string, stale: string, draft: string): void {
  const aside = `${draft}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  try {
    if (readText(aside) !== stale) linkSync(aside, file);
  } catch {
    // A third process has locked in between; it is found in the next round.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Whether a process of this id runs, and, where the system tells, is the one that started at that time. */
function isSameProcess(pid: number, started: string): boolean {
  if (!isAlive(pid)) return false;
  const now = startOf(pid);
  return now === undefined || started === '' || now === started;
}

/** Whether a process of this id runs, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line of a process, arguments separated by blanks; empty when it cannot be read. */
export function commandOf(pid: number): string {
  if (existsSync(`/proc/${pid}/cmdline`))
    return readText(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

const statFields = (pid: number) => readText(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');

/** A dead process whose parent has not asked for its end still has an id. */
const isZombie = (pid: number) => statFields(pid)?.[0] === 'Z';

/** Clock ticks after the system's start at which the process began; undefined where /proc is missing. */
const startOf = (pid: number) => statFields(pid)?.[19];

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
