import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compareRecords } from './record-agreement.js';
import { ServedPlatform } from './served.js';

const ROWS = 8_000;

describe('a platform whose database is killed, and which is stopped and started again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll crash '));
  let platform: ServedPlatform;

  beforeAll(async () => {
    platform = await ServedPlatform.start({ empty: true });
  }, 300_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await platform?.stop();
  }, 60_000);

  const counts = () =>
    platform.data<Record<'products' | 'assets', { totalCount: number }>>(
      'admin',
      '{ products(first: 1) { totalCount } assets(first: 1) { totalCount } }',
    );

  const databasePid = () =>
    Number(readFileSync(join(platform.dataFolder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

  const settled = async () => {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      const response = await fetch(new URL('/health/ready', platform.url));
      const { status, lagging } = (await response.json()) as { status: string; lagging: number };
      if (status === 'ready' && lagging === 0) return;
      await sleep(100);
    }
    throw new Error('the events did not arrive in time');
  };

  it('loses no acknowledged row to kill -9 during an import, keeps each once, and recovers by itself', async () => {
    const file = join(folder, 'products.csv');
    const lines = Array.from({ length: ROWS }, (_, index) => `p${index},Product ${index}`);
    writeFileSync(file, `external_id,name\n${lines.join('\n')}\n`);
    const importing = platform.run('import', file);
    while ((await counts()).products.totalCount === 0) await sleep(20);
    const killed = databasePid();
    process.kill(killed, 'SIGKILL');

    const { code, out, err } = await importing;
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    const [, read, created, updated, unchanged, rejected] =
      /products\.csv +products +([\d,]+) +([\d,]+) +([\d,]+) +([\d,]+) +([\d,]+)/.exec(out) ?? [];
    const number = (text: string | undefined) => Number((text ?? '').replaceAll(',', ''));
    expect(number(read)).toBe(ROWS);
    // A batch whose answer was lost is sent again: what it had already written is found unchanged.
    expect(number(created) + number(unchanged)).toBe(ROWS);
    expect([number(updated), number(rejected)]).toEqual([0, 0]);
    expect((await counts()).products.totalCount).toBe(ROWS);
    expect(databasePid()).not.toBe(killed);
    await settled();

    // The events have reached the others: an asset can name every product.
    const asset = join(folder, 'assets.csv');
    const named = [0, 1, ROWS / 2, ROWS - 1].map((index) => `a${index},Asset ${index},service,p${index}`);
    writeFileSync(asset, `external_id,name,kind,product\n${named.join('\n')}\n`);
    expect((await platform.run('import', asset)).out).toMatch(/assets\.csv +assets +4 +4 +0 +0 +0 +0/);
    expect((await compareRecords(platform)).agrees).toBe(true);
  }, 240_000);

  it('keeps its data and accepts its tokens after SIGTERM and a second start', async () => {
    const before = await counts();
    const token = platform.token('admin');
    const { dataFolder } = platform;
    expect(await platform.stop({ keepData: true })).toBe(0);
    platform = await ServedPlatform.start({ empty: true, dataFolder });
    expect(await counts()).toEqual(before);
    const response = await fetch(platform.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ products(first: 1) { totalCount } }' }),
    });
    expect(await response.json()).toEqual({ data: { products: { totalCount: ROWS } } });
  }, 240_000);

  it('recovers from the death of its own process, with its data', async () => {
    const before = await counts();
    const { dataFolder } = platform;
    await platform.stop({ keepData: true, signal: 'SIGKILL' });
    platform = await ServedPlatform.start({ empty: true, dataFolder });
    expect(await counts()).toEqual(before);
    const { agrees, services } = await compareRecords(platform);
    expect(services.flatMap(({ differences }) => differences)).toEqual([]);
    expect(agrees).toBe(true);
  }, 240_000);
});
