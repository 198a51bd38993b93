import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';

/** Who the server's processes run as; undefined means as this process does. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

const NOBODY: ServerUser = { name: 'nobody', uid: 65_534, gid: 65_534 };

/**
 * PostgreSQL refuses to run as root. Then its processes run as the owner of an existing data folder, else as
 * `postgres` where that user exists, else as `nobody`.
 */
export function serverUserFor(dataFolder: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readUsers();
  if (existsSync(dataFolder)) {
    const { uid, gid } = statSync(dataFolder);
    if (uid !== 0) return users.find((user) => user.uid === uid) ?? { name: `user ${uid}`, uid, gid };
  }
  return (
    users.find((user) => user.name === 'postgres') ?? users.find((user) => user.name === 'nobody') ?? NOBODY
  );
}

/** Whether the server's user may pass through every folder above `path` and enter it. */
export function isReachable(path: string, user: ServerUser | undefined): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', path], {
    stdio: 'ignore',
    cwd: '/',
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
  });
  return status === 0;
}

/** Whether a data folder inside the existing folder `path` could be used by the server started from here. */
export function isReachableByServer(path: string): boolean {
  return isReachable(path, serverUserFor(path));
}

function readUsers(): ServerUser[] {
  if (!existsSync('/etc/passwd')) return [];
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4 && Number(fields[2]) !== 0)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}
