import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const START_TIMEOUT_MS = 240_000;
/** Longer than any start that fails may take. */
const IN_VAIN_TIMEOUT_MS = 100_000;

/** The roles for which a served demonstration company has tokens. */
export type ServedRole =
  'admin' | 'agent' | 'operator' | 'manager' | 'executive' | 'analyst' | 'partner' | 'contact';

/** An answer of the graph, as it came. */
export interface Answer<Data> {
  status: number;
  data: Data | null;
  errors: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
}

/** Starts `plimsoll serve --empty` where it cannot serve; answers how it ended and all it printed. */
export async function serveInVain(
  dataFolder: string,
  port = 0,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'cli/dist/main.js'), 'serve', '--empty', '--port', String(port), '--data', dataFolder],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'production' } },
  );
  let output = '';
  const printed = (chunk: Buffer) => {
    output += chunk.toString('utf8');
    if (output.includes('Ctrl-C stops it')) child.kill('SIGTERM');
  };
  child.stdout.on('data', printed);
  child.stderr.on('data', printed);
  const late = setTimeout(() => child.kill('SIGKILL'), IN_VAIN_TIMEOUT_MS);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(late);
  return { code, output };
}

/** A platform that was started by the command line, as a process, and is asked over HTTP. */
export class ServedPlatform {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly dataFolder: string,
    /** All it printed. */
    readonly output: () => string,
  ) {}

  /** Starts `plimsoll serve` on a free port and an own data folder, and waits until it serves. */
  static async start(
    options: { distributed?: boolean; empty?: boolean; dataFolder?: string } = {},
  ): Promise<ServedPlatform> {
    const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'plimsoll served '));
    const flags = [options.distributed ? '--distributed' : '', options.empty ? '--empty' : ''].filter(
      Boolean,
    );
    const child = spawn(
      process.execPath,
      [join(ROOT, 'cli/dist/main.js'), 'serve', '--port', '0', '--data', dataFolder, ...flags],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'production' } },
    );
    let output = '';
    const printed = (chunk: Buffer) => (output += chunk.toString('utf8'));
    child.stdout.on('data', printed);
    child.stderr.on('data', printed);
    const url = await new Promise<string>((resolve, reject) => {
      const late = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`the platform did not serve in time:\n${output}`));
      }, START_TIMEOUT_MS);
      child.once('exit', (code) => {
        clearTimeout(late);
        reject(new Error(`the platform ended with code ${code}:\n${output}`));
      });
      const look = () => {
        const [, found] = /answers at (http:\S+)/.exec(output) ?? [];
        if (!found || !output.includes('Ctrl-C stops it')) return;
        clearTimeout(late);
        resolve(found);
      };
      child.stdout.on('data', look);
    });
    return new ServedPlatform(child, url, dataFolder, () => output);
  }

  /** The token the platform wrote for a role. */
  token(role: ServedRole): string {
    const tokens = JSON.parse(readFileSync(join(this.dataFolder, 'tokens.json'), 'utf8')) as Record<
      string,
      string
    >;
    const token = tokens[role];
    if (!token) throw new Error(`tokens.json has no token of ${role}`);
    return token;
  }

  /** Sends an operation, of a document of several the named one, as a role; `null` sends no token. */
  async ask<Data = Record<string, unknown>>(
    role: ServedRole | null,
    query: string,
    variables: Record<string, unknown> = {},
    operationName?: string,
  ): Promise<Answer<Data>> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(role ? { authorization: `Bearer ${this.token(role)}` } : {}),
      },
      body: JSON.stringify({ query, variables, operationName }),
    });
    const body = (await response.json()) as { data?: Data | null; errors?: Answer<Data>['errors'] };
    return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
  }

  /** The data of an operation that must succeed without an error. */
  async data<Data = Record<string, unknown>>(
    role: ServedRole,
    query: string,
    variables: Record<string, unknown> = {},
    operationName?: string,
  ): Promise<Data> {
    const { data, errors } = await this.ask<Data>(role, query, variables, operationName);
    if (errors.length > 0 || !data) throw new Error(`the graph answers ${JSON.stringify(errors)}`);
    return data;
  }

  /** Runs another command of the command line against this platform; answers its output and exit code. */
  async run(...words: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, [join(ROOT, 'cli/dist/main.js'), ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PLIMSOLL_URL: this.url, PLIMSOLL_DATA: this.dataFolder },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, out, err };
  }

  /** Asks the platform to stop and waits for its end. `keepData` leaves the data folder for another start. */
  async stop(options: { keepData?: boolean; signal?: NodeJS.Signals } = {}): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    this.child.kill(options.signal ?? 'SIGTERM');
    const code = this.child.exitCode ?? (await ended);
    if (!options.keepData) rmSync(this.dataFolder, { recursive: true, force: true });
    return code;
  }
}
