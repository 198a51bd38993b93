import { fork } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assetsDatabase } from '@plimsoll/assets';
import { Database, EmbeddedPostgres, type Logger } from '@plimsoll/shared';
import { fillEstate } from './estate.js';
import type { MeasuredImpact } from './measured-process.js';

/**
 * Measures the impact engine on estates of these sizes, each in a database of its own, filled once and kept in the data
 * folder, and in a process of its own.
 */
export async function measureImpact(options: {
  dataFolder: string;
  assetCounts: readonly number[];
  logger: Logger;
  print: (line: string) => void;
}): Promise<MeasuredImpact[]> {
  const { dataFolder, assetCounts, logger, print } = options;
  const server = await EmbeddedPostgres.start({
    dataFolder: join(dataFolder, 'impact'),
    logger,
    durable: false,
    settings: { max_wal_size: '8GB', shared_buffers: '1GB', maintenance_work_mem: '512MB' },
  });
  try {
    const measured: MeasuredImpact[] = [];
    for (const assetCount of assetCounts) {
      const name = `estate_${assetCount}`;
      const filled = join(dataFolder, 'impact', `${name}-filled`);
      await server.createDatabaseIfMissing(name);
      if (!existsSync(filled)) {
        const startedAt = performance.now();
        const database = await Database.open({ ...assetsDatabase, url: server.url(name), logger });
        await database.close();
        await fillEstate(server.url(name), { assetCount });
        writeFileSync(filled, '');
        print(`${assetCount} assets: filled in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
      }
      measured.push(await measureIn(server.url(name), assetCount));
    }
    return measured;
  } finally {
    await server.stop();
  }
}

/** The results as lines of text. */
export function impactReport(measured: readonly MeasuredImpact[]): string {
  return measured
    .flatMap((one) => [
      `${one.assetCount} assets, ${one.dependencyCount} dependencies: loaded in ${one.loadSeconds.toFixed(1)} s, ` +
        `${one.memoryMegabytes.toFixed(0)} MB above the bare process (at most ${one.peakMegabytes.toFixed(0)} MB), ` +
        `refresh ${one.refreshMs.toFixed(2)} ms`,
      ...one.reaches.map(
        ({ reached, engineMs, bareMs, engineToBare, sqlMs }) =>
          `  ${String(reached).padStart(7)} reached: engine ${engineMs.toFixed(4)} ms, bare search ${bareMs.toFixed(4)} ms ` +
          `(${engineToBare.toFixed(2)} times), SQL ${sqlMs.toFixed(2)} ms (${(sqlMs / engineMs).toFixed(0)} times)`,
      ),
    ])
    .join('\n');
}

function measureIn(url: string, assetCount: number): Promise<MeasuredImpact> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'measured-process.js'), [url, String(assetCount)], {
      execArgv: ['--expose-gc'],
    });
    let answer: MeasuredImpact | undefined;
    child.on('message', (message) => (answer = message as MeasuredImpact));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (answer && code === 0) resolve(answer);
      else reject(new Error(`the measured process ended with code ${code}`));
    });
  });
}
