import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DATABASES,
  readWebhookSecrets,
  startDistributedPlatform,
  startPlatform,
  writePrivately,
  type PlatformOptions,
} from '@plimsoll/standalone';
import { PlatformClient } from '../../platform/platform.client.js';
import { loadDemonstration, showWhatIf } from './demonstration.js';
import type { ServeOptions } from './serve.command.js';
import { mintTokens } from './tokens.js';

const PROJECT_FOLDER = fileURLToPath(new URL('../../../../', import.meta.url));

/**
 * Starts the platform, in this process or as five. A new data folder gets the demonstration company, unless it
 * is to stay empty; tokens are written at each start, since they expire.
 */
export async function servePlatform(options: ServeOptions): Promise<{ stop(): Promise<void> }> {
  const start = options.distributed ? startDistributedPlatform : startPlatform;
  const platform = await start({
    projectFolder: PROJECT_FOLDER,
    port: options.port,
    dataFolder: options.dataFolder,
    databaseUrls: databaseUrls(options.environment),
    webhookSecrets: readWebhookSecrets(options.environment),
    ...(options.environment['REPORTING_CURRENCY']
      ? { reportingCurrency: options.environment['REPORTING_CURRENCY'] }
      : {}),
    ...(options.environment['LOG_LEVEL'] ? { logLevel: options.environment['LOG_LEVEL'] } : {}),
  });
  try {
    const admin = await platform.mintToken({ subject: 'admin', roles: ['admin'] });
    const client = new PlatformClient({ url: platform.url, token: admin });
    if (options.demonstration) await loadDemonstration(options.dataFolder, client, options.print);
    const tokens = await mintTokens(platform, client);
    writePrivately(join(options.dataFolder, 'tokens.json'), tokens);
    options.print(`\nPlimsoll answers at ${platform.url}\n`);
    options.print('A token for each role, also in tokens.json of the data folder:');
    for (const [role, token] of Object.entries(tokens)) options.print(`${role.padEnd(10)} ${token}`);
    if (options.demonstration) await showWhatIf(client, options.print);
    options.print('\nCtrl-C stops it; the data stays.');
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
