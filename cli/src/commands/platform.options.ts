import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { PlatformClient } from '../platform/platform.client.js';
import type { Terminal } from './terminal.js';

/** Options of every command that talks to a running platform. */
export interface PlatformOptions {
  url: string;
  token?: string;
  data: string;
}

const ROLES = [
  'admin',
  'agent',
  'operator',
  'manager',
  'executive',
  'analyst',
  'partner',
  'contact',
] as const;
export type TokenRole = (typeof ROLES)[number];

/** True for the roles of which the data folder may hold a token. */
export function isTokenRole(word: string): word is TokenRole {
  return ROLES.some((role) => role === word);
}

/** The data folder's option, shared by all commands. */
export function dataOption(terminal: Terminal): Option {
  return new Option('--data <folder>', 'the platform’s data folder (environment: PLIMSOLL_DATA)').default(
    terminal.environment['PLIMSOLL_DATA'] ?? '.plimsoll',
  );
}

/** Adds `--url`, `--token` and `--data` to a command. */
export function withPlatformOptions(command: Command, terminal: Terminal): Command {
  const port = terminal.environment['PORT'] ?? '4000';
  return command
    .addOption(
      new Option('--url <url>', 'where the platform answers (environment: PLIMSOLL_URL)').default(
        terminal.environment['PLIMSOLL_URL'] ?? `http://localhost:${port}/graphql`,
      ),
    )
    .option(
      '--token <token>',
      'bearer token (environment: PLIMSOLL_TOKEN; else the data folder’s admin token)',
    )
    .addOption(dataOption(terminal));
}

/** A client for the platform the options name, with the first token that is found. */
export async function clientFor(options: PlatformOptions, terminal: Terminal): Promise<PlatformClient> {
  const token =
    options.token ?? terminal.environment['PLIMSOLL_TOKEN'] ?? (await readTokens(options.data))?.admin;
  return new PlatformClient({ url: options.url, ...(token === undefined ? {} : { token }) });
}

/** The tokens of a data folder by role, or null where it holds none. */
export async function readTokens(dataFolder: string): Promise<Partial<Record<TokenRole, string>> | null> {
  try {
    return JSON.parse(await readFile(join(dataFolder, 'tokens.json'), 'utf8')) as Partial<
      Record<TokenRole, string>
    >;
  } catch {
    return null;
  }
}
