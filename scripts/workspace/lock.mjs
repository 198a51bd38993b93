import { hostname } from 'node:os';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A holder touches its lock this often; one on another host that stopped doing so is taken for dead. */
const heartbeatMs = 2_000;
const deadAfterMs = 20_000;

/**
 * Runs `work` while no other process of this project does, waiting for it if one does.
 * The lock of a process that died is taken over.
 * @template T
 * @param {string} file path of the lock file
 * @param {() => void} onWait called once when there is something to wait for
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what `work` returns
 */
export async function withLock(file, onWait, work) {
  mkdirSync(dirname(file), { recursive: true });
  let waited = false;
  while (!acquire(file)) {
    if (takeOver(file)) continue;
    if (!waited) onWait();
    waited = true;
    await sleep(200);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimesSync(file, now, now);
  }, heartbeatMs);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  }
}

function acquire(file) {
  try {
    writeFileSync(file, `${process.pid} ${hostname()}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock of a dead holder; true when it is worth trying to acquire again at once. */
function takeOver(file) {
  const seen = read(file);
  if (seen === undefined) return true;
  if (alive(seen)) return false;
  // Renaming is atomic: of two processes that see the same dead lock one moves it, the other finds nothing.
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return true;
    throw error;
  }
  // What was moved may be a new lock, made after the dead one was read: it goes back.
  const moved = read(aside);
  if (moved !== undefined && moved.text !== seen.text && alive(moved)) {
    try {
      linkSync(aside, file);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  rmSync(aside, { force: true });
  return true;
}

function read(file) {
  try {
    return { text: readFileSync(file, 'utf8'), touchedAt: statSync(file).mtimeMs };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function alive({ text, touchedAt }) {
  const [pid, host] = text.split(' ');
  const fresh = Date.now() - touchedAt < deadAfterMs;
  // An empty file is one whose writer has not come to its first line, or died there.
  if (host !== hostname()) return fresh;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
