import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

type Tree = Record<string, string>;

/** A workspace in small that keeps to every direction. */
const allowed: Tree = {
  'packages/shared/src/index.ts': `export * from './errors/index.js';\nexport { open } from './database/open.js';`,
  'packages/shared/src/errors/index.ts': `export class DomainError extends Error {}`,
  'packages/shared/src/database/open.ts': `import { connect } from 'node:net';\nexport const open = () => connect(1);`,
  'services/assets/src/config.ts': `export const port = Number(process.env.PORT);`,
  'services/assets/src/subgraph.ts': `import { ImpactResolver } from './impact/impact.resolver.js';\nexport { ImpactResolver };`,
  'services/assets/src/database/source.ts': `import { Asset } from '../asset/asset.entity.js';\nexport { Asset };`,
  'services/assets/src/asset/index.ts': `export { nameOf } from './asset.rules.js';\nexport { findAsset } from './asset.service.js';`,
  'services/assets/src/asset/asset.rules.ts': `export const nameOf = (asset: { name: string }) => asset.name;`,
  'services/assets/src/asset/asset.entity.ts': `export class Asset {}`,
  'services/assets/src/asset/asset.store.ts': `import { Asset } from './asset.entity.js';\nexport const assets = [new Asset()];\nexport interface AssetRecord { id: string }\nexport class AssetStore {}`,
  'services/assets/src/asset/asset.records.resolver.ts': `import type { AssetRecord } from './asset.store.js';\nexport const idOf = (asset: AssetRecord) => asset.id;`,
  'services/assets/src/asset/asset.service.ts': `import { assets } from './asset.store.js';\nexport const findAsset = () => assets[0];`,
  'services/assets/src/impact/impact.errors.ts': `import { DomainError } from '@plimsoll/shared';\nexport class Unknown extends DomainError {}`,
  'services/assets/src/impact/impact.rules.ts': [
    `import { Decimal } from 'decimal.js';`,
    `import { DateTime } from 'luxon';`,
    `import { DomainError, type open } from '@plimsoll/shared';`,
    `import { nameOf } from '../asset/index.js';`,
    `import { Unknown } from './impact.errors.js';`,
    `export const impact = (at: Date) => [Decimal, DateTime, DomainError, nameOf, Unknown, new Date(at)] as const;`,
    `export type Open = typeof open;`,
  ].join('\n'),
  'services/assets/src/impact/impact.service.ts': `import { findAsset } from '../asset/index.js';\nimport { impact } from './impact.rules.js';\nexport const run = () => [findAsset(), impact(new Date())];`,
  'services/assets/src/impact/impact.loader.ts': `export const load = () => 1;`,
  'services/assets/src/impact/impact.types.ts': `export class Impact {}`,
  'services/assets/src/impact/impact.resolver.ts': `import { run } from './impact.service.js';\nimport { load } from './impact.loader.js';\nimport { Impact } from './impact.types.js';\nexport class ImpactResolver { parts = [run, load, Impact]; }`,
  'services/assets/src/impact/impact.int.test.ts': `import { assets } from '../asset/asset.store.js';\nexport const seen = [assets, process.env.HOME];`,
  'services/tickets/src/index.ts': `export const tickets = 1;`,
  'gateway/src/main.ts': `export const home = process.env.HOME;`,
  'gateway/src/environment.ts': `process.env.APOLLO_TELEMETRY_DISABLED = '1';`,
  'gateway/src/child.ts': `export const environment = { ...process.env, NODE_ENV: 'production' };`,
  'standalone/src/index.ts': `import { tickets } from '@plimsoll/tickets';\nexport { tickets };`,
};

/** One forbidden line a direction: where it is planted, what it says, which rule must refuse it. */
const planted: [rule: string, file: string, line: string][] = [
  [
    'resolver-direction',
    'services/assets/src/asset/asset.resolver.ts',
    `import { assets } from './asset.store.js';`,
  ],
  [
    'resolver-direction',
    'services/assets/src/asset/asset.resolver.ts',
    `import { Asset } from './asset.entity.js';`,
  ],
  [
    'resolver-direction',
    'services/assets/src/asset/asset.resolver.ts',
    `import type { Asset } from './asset.entity.js';`,
  ],
  [
    'service-direction',
    'services/assets/src/asset/asset.service.ts',
    `import { Asset } from './asset.entity.js';`,
  ],
  [
    'service-direction',
    'services/assets/src/impact/impact.service.ts',
    `import { load } from './impact.loader.js';`,
  ],
  [
    'service-direction',
    'services/assets/src/impact/impact.service.ts',
    `export { ImpactResolver } from './impact.resolver.js';`,
  ],
  [
    'loader-direction',
    'services/assets/src/impact/impact.loader.ts',
    `import { run } from './impact.service.js';`,
  ],
  [
    'loader-direction',
    'services/assets/src/asset/asset.loader.ts',
    `import { Asset } from './asset.entity.js';`,
  ],
  [
    'resolver-direction',
    'services/assets/src/asset/asset.resolver.ts',
    `import type { AssetStore } from './asset.store.js';`,
  ],
  [
    'loader-direction',
    'services/assets/src/impact/impact.loader.ts',
    `import { Impact } from './impact.types.js';`,
  ],
  [
    'store-direction',
    'services/assets/src/asset/asset.store.ts',
    `import { findAsset } from './asset.service.js';`,
  ],
  [
    'store-direction',
    'services/assets/src/impact/impact.store.ts',
    `import { Impact } from './impact.types.js';`,
  ],
  [
    'entity-direction',
    'services/assets/src/asset/asset.entity.ts',
    `import { assets } from './asset.store.js';`,
  ],
  [
    'types-direction',
    'services/assets/src/asset/asset.types.ts',
    `import { Asset } from './asset.entity.js';`,
  ],
  [
    'errors-direction',
    'services/assets/src/asset/asset.errors.ts',
    `import { assets } from './asset.store.js';`,
  ],
  [
    'rules-are-pure',
    'services/assets/src/asset/asset.rules.ts',
    `import { assets } from './asset.store.js';`,
  ],
  [
    'rules-are-pure',
    'services/assets/src/asset/asset.rules.ts',
    `import type { Asset } from './asset.entity.js';`,
  ],
  [
    'rules-are-pure',
    'services/assets/src/impact/impact.rules.ts',
    `import { findAsset } from '../asset/index.js';`,
  ],
  [
    'rules-are-pure',
    'services/assets/src/impact/impact.rules.ts',
    `import { open } from '@plimsoll/shared';`,
  ],
  ['rules-are-pure', 'services/assets/src/impact/impact.rules.ts', `import { readFileSync } from 'node:fs';`],
  ['rules-are-pure', 'services/assets/src/impact/impact.rules.ts', `import 'pg';`],
  ['rules-are-pure', 'services/assets/src/impact/impact.rules.ts', `const pg = await import('pg');`],
  ['rules-are-pure', 'services/assets/src/impact/impact.rules.ts', `export const at = Date.now();`],
  ['rules-are-pure', 'services/assets/src/impact/impact.rules.ts', `export const at = new Date();`],
  ['rules-are-pure', 'services/assets/src/impact/impact.rules.ts', `export const die = Math.random();`],
  [
    'nouns-meet-at-index',
    'services/assets/src/impact/impact.service.ts',
    `import { nameOf } from '../asset/asset.rules.js';`,
  ],
  [
    'nouns-meet-at-index',
    'services/assets/src/impact/impact.types.ts',
    `export * from '../asset/asset.rules.js';`,
  ],
  [
    'services-apart',
    'services/assets/src/impact/impact.service.ts',
    `import { tickets } from '@plimsoll/tickets';`,
  ],
  [
    'services-apart',
    'services/assets/src/impact/impact.int.test.ts',
    `import { tickets } from '@plimsoll/tickets';`,
  ],
  [
    'services-apart',
    'services/assets/src/impact/impact.service.ts',
    `import { tickets } from '../../../tickets/src/index.js';`,
  ],
  [
    'services-apart',
    'services/assets/src/impact/impact.service.ts',
    `import { gateway } from '@plimsoll/gateway';`,
  ],
  ['mechanism-only', 'packages/shared/src/errors/index.ts', `import { tickets } from '@plimsoll/tickets';`],
  ['mechanism-only', 'packages/demonstration/src/index.ts', `import { tickets } from '@plimsoll/tickets';`],
  [
    'package-by-name',
    'packages/shared/src/errors/index.ts',
    `import { tickets } from '../../../../services/tickets/src/index.js';`,
  ],
  [
    'package-by-name',
    'gateway/src/index.ts',
    `import { DomainError } from '../../packages/shared/src/errors/index.js';`,
  ],
  ['composed-once', 'gateway/src/index.ts', `import { tickets } from '@plimsoll/tickets';`],
  ['own-package', 'services/tickets/src/main.ts', `import { tickets } from '@plimsoll/tickets';`],
  ['environment-in-config', 'services/assets/src/subgraph.ts', `export const home = process.env.HOME;`],
  ['environment-in-config', 'services/assets/src/subgraph.ts', `import { env } from 'node:process';`],
  ['environment-in-config', 'services/assets/src/subgraph.ts', `const { env } = process;`],
];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll directions '));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function plant(tree: Tree): Promise<void> {
  for (const [file, text] of Object.entries(tree)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
}

/** What the lint says of the planted tree: its exit code and its findings, one a line. */
function check(): Promise<{ code: number; findings: string[] }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(__dirname, 'check-directions.mjs'), folder],
      (error, _stdout, stderr) => {
        const lines = stderr.trim().split('\n');
        resolve({ code: error ? Number(error.code) : 0, findings: lines.slice(0, -1) });
      },
    );
  });
}

describe('the directions of the architecture', () => {
  it('let a tree pass that keeps to them', async () => {
    await plant(allowed);
    expect(await check()).toEqual({ code: 0, findings: [] });
  });

  it.each(planted)('%s: %s may not say %s', async (rule, file, line) => {
    const before = allowed[file] ?? '';
    await plant({ ...allowed, [file]: `${before}\n${line}` });
    const { code, findings } = await check();
    expect(code).toBe(1);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(
      new RegExp(`^${file.replaceAll('.', '\\.')}:${before.split('\n').length + 1}  ${rule}  `),
    );
  });

  it('refuse an empty workspace, since a check of nothing proves nothing', async () => {
    expect(await check()).toMatchObject({ code: 1 });
  });
});
