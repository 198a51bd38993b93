import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { commandOf, isAlive } from './process-lock.js';
import type { ServerUser } from './server-user.js';

/**
 * Runs the server and ends it when descriptor 3 closes: on `stop()`, and also when this process dies without a
 * word, so that no server is left behind. Its own session keeps a terminal's Ctrl-C from reaching it first.
 */
const SUPERVISE = `
  "$@" 3<&- &
  server=$!
  (read -r _; kill -INT "$server") <&3 2>/dev/null &
  watch=$!
  wait "$server"
  code=$?
  kill "$watch" 2>/dev/null
  exit "$code"
`;

/** One running server process of a cluster. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #tail: string[] = [];
  /** Resolves with a description of how the process ended. */
  readonly ended: Promise<string>;
  #isRunning = true;

  constructor(
    program: string,
    args: readonly string[],
    user: ServerUser | undefined,
    cwd: string,
    onLine: (line: string) => void,
  ) {
    this.#child = spawn('/bin/sh', ['-c', SUPERVISE, 'sh', program, ...args], {
      cwd,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      env: serverEnvironment(),
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
    });
    let rest = '';
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        this.#tail.push(line);
        if (this.#tail.length > 20) this.#tail.shift();
        onLine(line);
      }
    });
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    void this.ended.then(() => (this.#isRunning = false));
    // The server alone does not keep this process alive.
    this.#child.unref();
    (this.#child.stderr as Socket | null)?.unref();
    const line = this.#lifeline;
    line?.on('error', () => undefined);
    line?.unref();
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** The last lines the server wrote, for an error message. */
  get lastLines(): string {
    return this.#tail.join('\n');
  }

  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. Waits for the end. */
  async stop(cluster: string): Promise<void> {
    this.#child.ref();
    this.#lifeline?.destroy();
    if (await this.#endsWithin(30_000)) return;
    signal(serverPid(cluster), 'SIGQUIT');
    await this.#endsWithin(10_000);
  }

  async #endsWithin(ms: number): Promise<boolean> {
    const timer = new AbortController();
    const late = sleep(ms, false, { signal: timer.signal }).catch(() => false);
    const done = await Promise.race([this.ended.then(() => true), late]);
    timer.abort();
    return done;
  }

  get #lifeline(): Socket | undefined {
    return (this.#child.stdio[3] as Socket | null) ?? undefined;
  }
}

/** The process id of the server that runs on a cluster, as its own lock file says. */
export function serverPid(cluster: string): number | undefined {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/**
 * Ends a server that a crashed start of this program left running on the cluster, and removes a lock file whose
 * process id now belongs to something else, which the server would take for a running server.
 */
export async function stopLeftover(cluster: string): Promise<void> {
  const pid = serverPid(cluster);
  if (pid === undefined || !isAlive(pid)) return;
  const ours = commandOf(pid).includes(cluster);
  if (!ours) {
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
    return;
  }
  for (const [name, seconds] of [['SIGINT', 20] as const, ['SIGQUIT', 20] as const]) {
    signal(pid, name);
    for (let waited = 0; waited < seconds * 20; waited += 1) {
      if (!isAlive(pid)) return;
      await sleep(50);
    }
  }
}

/** The environment of the server's programs: without variables that would point them elsewhere. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('PG') && !name.startsWith('LC_'),
  );
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

function signal(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in between, which is what was wanted.
  }
}
