import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, type Logger } from '@plimsoll/shared';
import { DATABASES } from '@plimsoll/standalone';
import { startMeasuredPlatform, type MeasuredPlatform } from './measured-platform.js';

/** What a measurement on an empty platform needs. */
export interface EmptyPlatformOptions {
  projectFolder: string;
  /** Where the platform's clock stands. */
  now: Date;
  logger: Logger;
  /** Further settings of the server, by name. */
  settings?: Readonly<Record<string, string>>;
}

/** Runs `fn` on an empty platform with an embedded server of its own; nothing of it is left afterwards. */
export async function onEmptyPlatform<T>(
  { projectFolder, now, logger, settings = {} }: EmptyPlatformOptions,
  fn: (platform: MeasuredPlatform, urlOf: (database: string) => string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-measured-'));
  await chmod(folder, 0o755);
  const server = await EmbeddedPostgres.start({ dataFolder: join(folder, 'data'), logger, settings });
  try {
    for (const name of DATABASES) await server.createDatabaseIfMissing(name);
    const platform = await startMeasuredPlatform({
      projectFolder,
      urlOf: (name) => server.url(name),
      now,
      logger,
    });
    try {
      return await fn(platform, (name) => server.url(name));
    } finally {
      await platform.stop();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Imports rows of a native file. @throws Error naming the first row that is rejected */
export async function importFile(
  { client }: MeasuredPlatform,
  file: string,
  rows: readonly Record<string, string>[],
): Promise<void> {
  const { report } = await client.data<{ report: { rejects: unknown[] } }>(
    `mutation ($input: ImportInput!) { report: import${file}(input: $input) { rejects { line reason } } }`,
    { input: { rows } },
  );
  if (report.rejects.length > 0) throw new Error(JSON.stringify(report.rejects[0]));
}
