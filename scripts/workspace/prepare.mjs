import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

/** The project's folder, wherever the command was called from. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const modules = join(root, 'node_modules');
const installStamp = join(modules, '.plimsoll-lock');
const buildStamp = join(modules, '.plimsoll-build');
const packageFolders = ['gateway', 'services/*', 'packages/*', 'standalone', 'cli', 'bench'];

/**
 * Installs the dependencies and builds the packages, each only if something changed since the last time.
 * What it does it says on standard error; with nothing to do it says nothing and writes nothing.
 * @param {{ build?: boolean }} [options] `build: false` installs only
 * @throws {PreparationError} if a tool fails, after its output was shown
 */
export async function prepare({ build: wanted = true } = {}) {
  const isReady = () => isInstalled() && (!wanted || isBuilt());
  if (isReady()) return;
  await withLock(
    join(root, '.turbo/prepare.lock'),
    () => say('Waiting for another process that is installing or building in this folder …'),
    async () => {
      if (!isInstalled()) await install();
      if (!isReady()) await build();
    },
  );
}

const isInstalled = () => readStamp(installStamp) === lockHash();
const isBuilt = () =>
  readStamp(buildStamp) === sourceHash() && packages().every((folder) => isFilled(folder));

async function install() {
  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager.split('@')[1];
  const startedAt = Date.now();
  say(`Installing dependencies (pnpm ${version}); the first time this takes a minute or two …`);
  rmSync(installStamp, { force: true });
  const pnpm = installedPnpm(version) ?? ['npx', '--yes', `pnpm@${version}`];
  await run(
    [...pnpm, 'install', '--frozen-lockfile', '--prefer-offline', '--config.confirmModulesPurge=false'],
    {
      // Development dependencies build the platform: a production environment must not leave them out.
      NODE_ENV: 'development',
      CI: 'true',
      npm_config_loglevel: 'error',
      npm_config_update_notifier: 'false',
      npm_config_fund: 'false',
      npm_config_audit: 'false',
    },
  );
  mkdirSync(modules, { recursive: true });
  writeFileSync(installStamp, lockHash());
  say(`Installed in ${seconds(startedAt)} s.`);
}

async function build() {
  const startedAt = Date.now();
  const hash = sourceHash();
  say('Building …');
  rmSync(buildStamp, { force: true });
  // Without its output a package must be built again, whatever the compiler remembers of it.
  for (const folder of packages()) {
    if (!isFilled(folder)) rmSync(join(root, folder, 'dist'), { recursive: true, force: true });
  }
  await run(
    [process.execPath, join(modules, 'turbo/bin/turbo'), 'run', 'build', '--output-logs=errors-only'],
    {
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
      DO_NOT_TRACK: '1',
      npm_config_loglevel: 'error',
      // turbo runs each package's build through the package manager, which a fresh machine does not have.
      PATH: [join(modules, '.bin'), dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
    },
  );
  writeFileSync(buildStamp, hash);
  say(`Built in ${seconds(startedAt)} s.`);
}

/** The pnpm of an earlier installation needs no network. */
function installedPnpm(version) {
  try {
    const folder = join(modules, 'pnpm');
    if (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version !== version) return undefined;
    return [process.execPath, join(folder, 'bin/pnpm.cjs')];
  } catch {
    return undefined;
  }
}

/** What is installed depends on the lock file, the workspace's settings and the machine's kind. */
function lockHash() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Name, size and time of every file the compiler reads: quick enough to ask at each command. */
function sourceHash() {
  const hash = createHash('sha256').update(lockHash());
  const add = (file) => {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  };
  add('tsconfig.base.json');
  for (const folder of packages()) {
    add(`${folder}/package.json`);
    add(`${folder}/tsconfig.json`);
    const sources = readdirSync(join(root, folder, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
    for (const file of sources.sort()) add(file);
  }
  return hash.digest('hex');
}

/** Folders of the workspace's packages, relative to the root, sorted. */
function packages() {
  return packageFolders
    .flatMap((pattern) => {
      if (!pattern.endsWith('/*')) return [pattern];
      const parent = pattern.slice(0, -2);
      return readdirSync(join(root, parent)).map((name) => `${parent}/${name}`);
    })
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort();
}

const isFilled = (folder) => existsSync(join(root, folder, 'dist/index.js'));

function readStamp(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Runs a tool in silence; if it fails, shows all it said and throws. */
async function run([command, ...args], environment) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const reason = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) =>
      resolve(code === 0 ? undefined : `ended with ${signal ?? `code ${code}`}`),
    );
  });
  if (reason === undefined) return;
  process.stderr.write(Buffer.concat(output));
  throw new PreparationError(`${[command, ...args].join(' ')}: ${reason}`);
}

/** Installation or build failed; its message names the command. */
export class PreparationError extends Error {}

const seconds = (startedAt) => ((Date.now() - startedAt) / 1000).toFixed(1);

const say = (line) => process.stderr.write(`${line}\n`);
