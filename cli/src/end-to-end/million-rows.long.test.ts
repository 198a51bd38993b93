import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServedPlatform } from './served.js';

const ROWS = 1_000_000;
/** A bad row among the good ones, by its number from 0. */
const BAD = 765_432;

describe('a file of a million rows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll million rows '));
  let platform: ServedPlatform;

  beforeAll(async () => {
    platform = await ServedPlatform.start({ empty: true });
  }, 300_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    expect(await platform?.stop()).toBe(0);
  }, 60_000);

  it('is imported whole, but for the one bad row, which is told with its line', async () => {
    const path = join(folder, 'assets.csv');
    const file = createWriteStream(path);
    file.write('external_id,name,kind\n');
    for (let row = 0; row < ROWS; row += 1) {
      const fits = file.write(row === BAD ? `a${row},,service\n` : `a${row},Asset ${row},service\n`);
      if (!fits) await once(file, 'drain');
    }
    file.end();
    await once(file, 'close');
    const { code, out } = await platform.run('import', path);
    expect(code).toBe(0);
    expect(out).toMatch(/assets\.csv +assets +1,000,000 +999,999 +0 +0 +1 +0/);
    expect(readFileSync(`${path}.rejected.csv`, 'utf8')).toMatch(
      new RegExp(`\\na${BAD},,service,${BAD + 2},name,`),
    );
    const { assets } = await platform.data<{ assets: { totalCount: number } }>(
      'admin',
      '{ assets(first: 1) { totalCount } }',
    );
    expect(assets.totalCount).toBe(ROWS - 1);
  }, 3_600_000);
});
