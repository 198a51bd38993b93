import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeDemonstration } from '@plimsoll/demonstration';
import type { Principal } from '@plimsoll/shared';
import {
  DATABASES,
  startPlatform,
  writePrivately,
  type Platform,
  type PlatformOptions,
} from '@plimsoll/standalone';
import { HttpSink, planFolder, runImport } from '../../import/index.js';
import { PlatformClient } from '../../platform/platform.client.js';
import type { ServeOptions } from './serve.command.js';

const PROJECT_FOLDER = fileURLToPath(new URL('../../../../', import.meta.url));
const DEMONSTRATION_SOURCE = 'import';
const STAFF_ROLES = ['admin', 'agent', 'operator', 'manager', 'executive', 'analyst'] as const;

/**
 * Starts the platform in this process. A new data folder gets the demonstration company, unless it is to stay
 * empty; tokens are written at each start, since they expire.
 */
export async function serveStandalone(options: ServeOptions): Promise<{ stop(): Promise<void> }> {
  const isNew = !existsSync(join(options.dataFolder, 'tokens.json'));
  const platform = await startPlatform({
    projectFolder: PROJECT_FOLDER,
    port: options.port,
    dataFolder: options.dataFolder,
    databaseUrls: databaseUrls(options.environment),
  });
  try {
    const admin = await platform.mintToken({ subject: 'admin', roles: ['admin'] });
    const client = new PlatformClient({ url: platform.url, token: admin });
    if (isNew && options.demonstration) await loadDemonstration(client, options.print);
    const tokens = await mintTokens(platform, client);
    writePrivately(join(options.dataFolder, 'tokens.json'), tokens);
    options.print(`\nPlimsoll answers at ${platform.url}\n`);
    for (const [role, token] of Object.entries(tokens)) options.print(`${role.padEnd(10)} ${token}`);
    return platform;
  } catch (error) {
    await platform.stop();
    throw error;
  }
}

function databaseUrls(environment: ServeOptions['environment']): PlatformOptions['databaseUrls'] {
  const urls: NonNullable<PlatformOptions['databaseUrls']> = {};
  for (const name of DATABASES) {
    const url = environment[name === 'bus' ? 'BUS_URL' : `DATABASE_URL_${name.toUpperCase()}`];
    if (url !== undefined && url !== '') urls[name] = url;
  }
  return urls;
}

async function loadDemonstration(client: PlatformClient, print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-demonstration-'));
  try {
    print('Loading the demonstration company …');
    await writeDemonstration(folder, { asOf: new Date() });
    const summary = await runImport({
      stages: await planFolder(folder),
      sink: new HttpSink(client),
      source: DEMONSTRATION_SOURCE,
      progress: print,
      now: () => performance.now(),
    });
    const rejected = summary.stages.reduce((sum, stage) => sum + stage.rejected, 0);
    if (rejected > 0) print(`${rejected} rows of the demonstration company were rejected`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Found {
  partners: { nodes: { id: string }[] };
  contacts: { nodes: { id: string; customer: { id: string } | null }[] };
}

/** A token for the administrator, and for every other role once there is a company to play it in. */
async function mintTokens(platform: Platform, client: PlatformClient): Promise<Record<string, string>> {
  const { data } = await client.request<Found>(
    '{ partners(first: 1) { nodes { id } } contacts(first: 1) { nodes { id customer { id } } } }',
    {},
  );
  const [partner] = data.partners.nodes;
  const [contact] = data.contacts.nodes;
  const principals: Record<string, Principal> = { admin: { subject: 'admin', roles: ['admin'] } };
  if (partner !== undefined && contact?.customer) {
    for (const role of STAFF_ROLES) principals[role] = { subject: role, roles: [role] };
    principals['partner'] = { subject: 'partner', roles: ['partner'], partnerId: partner.id };
    principals['contact'] = {
      subject: 'contact',
      roles: ['contact'],
      contactId: contact.id,
      customerId: contact.customer.id,
    };
  }
  const tokens: Record<string, string> = {};
  for (const [role, principal] of Object.entries(principals))
    tokens[role] = await platform.mintToken(principal);
  return tokens;
}
