import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { DomainError } from '../errors/index.js';
import { isReachable, type ServerUser } from './server-user.js';

/** The layout of a data folder that this code writes; raised when an older version could not read it any more. */
const DATA_VERSION = 1;

const versionFile = z.object({ dataVersion: z.number().int(), postgres: z.string() });

/** The files of one data folder. */
export function layoutOf(folder: string) {
  return {
    cluster: join(folder, 'postgres'),
    lock: join(folder, 'plimsoll.lock'),
    version: join(folder, 'version.json'),
    password: join(folder, 'password'),
    port: join(folder, 'port'),
  };
}

/** Makes the data folder where it is missing, private to its owner, and checks that the server's user reaches it. */
export function prepareFolder(folder: string, user: ServerUser | undefined): void {
  try {
    if (!existsSync(folder)) {
      mkdirSync(folder, { recursive: true, mode: user ? 0o755 : 0o700 });
      if (user) chownSync(folder, user.uid, user.gid);
      chmodSync(folder, 0o700);
    } else if (user) {
      chownSync(folder, user.uid, user.gid);
    }
  } catch (error) {
    throw new DomainError(
      'DATA_FOLDER_UNUSABLE',
      `The data folder ${folder} cannot be made or written: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  if (isReachable(folder, user)) return;
  throw new DomainError(
    'DATA_FOLDER_UNREACHABLE',
    user
      ? `The data folder ${folder} cannot be reached by user ${user.name}, which runs PostgreSQL because root may not. ` +
          'Choose a data folder outside private folders such as /root (for example below /var/lib), let others pass ' +
          'through the folders above it (chmod o+x), or start Plimsoll as an ordinary user.'
      : `The data folder ${folder} belongs to another user. Start Plimsoll as that user or choose another folder.`,
  );
}

/** Refuses a data folder that a newer version of the platform, or another major version of PostgreSQL, has written. */
export function checkVersion(folder: string, postgres: string): void {
  const file = layoutOf(folder).version;
  if (!existsSync(file)) return;
  const found = versionFile.safeParse(readJson(file));
  if (!found.success) {
    throw new DomainError('DATA_FOLDER_UNUSABLE', `${file} is damaged: restore it from a backup.`);
  }
  if (found.data.dataVersion > DATA_VERSION) {
    throw new DomainError(
      'DATA_NEWER_THAN_CODE',
      `The data folder ${folder} was written by a newer version of Plimsoll (data version ${found.data.dataVersion}, ` +
        `this one knows ${DATA_VERSION}). Start that version or a later one.`,
    );
  }
  if (major(found.data.postgres) !== major(postgres)) {
    throw new DomainError(
      'DATA_OF_OTHER_POSTGRES',
      `The data folder ${folder} belongs to PostgreSQL ${major(found.data.postgres)}; this version of Plimsoll brings ` +
        `${major(postgres)}. Start the version of Plimsoll that wrote it.`,
    );
  }
}

/** Records what wrote the folder, once its cluster exists. */
export function writeVersion(folder: string, postgres: string): void {
  writeFileSync(layoutOf(folder).version, `${JSON.stringify({ dataVersion: DATA_VERSION, postgres })}\n`);
}

/** The password of the superuser: generated once, in a file only its owner reads. */
export function passwordOf(folder: string, user: ServerUser | undefined): string {
  const file = layoutOf(folder).password;
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  if (user) chownSync(file, user.uid, user.gid);
  return password;
}

/** The port of the last start when it is still free, else another free one; recorded in the folder. */
export async function choosePort(folder: string): Promise<number> {
  const file = layoutOf(folder).port;
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const port = (last > 0 && last < 65_536 && (await freePort(last))) || (await freePort(0));
  if (!port) throw new DomainError('PORT_TAKEN', 'No free port was found on 127.0.0.1 for the database.');
  writeFileSync(file, `${port}\n`);
  return port;
}

function freePort(wanted: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : undefined;
      server.close(() => resolve(port));
    });
  });
}

const major = (version: string) => version.split('.')[0];

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
