import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServedPlatform, serveInVain } from './served.js';

/** Sizes of files that are imported by every run of the tests. */
const MANY_ROWS = 20_000;

describe('files and folders that are not as they should be', () => {
  let platform: ServedPlatform;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll bad files '));
    platform = await ServedPlatform.start({ empty: true });
  }, 300_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    expect(await platform?.stop()).toBe(0);
  }, 60_000);

  const importFile = async (name: string, content: string | Buffer, ...words: string[]) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return { path, ...(await platform.run('import', path, ...words)) };
  };

  const productNames = async (search: string) => {
    const { products } = await platform.data<{ products: { nodes: { externalId: string; name: string }[] } }>(
      'admin',
      'query P($search: String!) { products(first: 100, filter: { search: $search }, orderBy: { field: NAME }) { nodes { externalId name } } }',
      { search },
    );
    return products.nodes.map(({ externalId, name }) => `${externalId} ${name}`);
  };

  it('imports a CSV file with a BOM, CRLF line ends, quotes and line breaks inside them', async () => {
    const { code, out } = await importFile(
      'products.csv',
      '\uFEFFexternal_id,name\r\nq1,"Quoted, with comma"\r\nq2,"Quoted ""twice"""\r\nq3,"Quoted\r\nline"\r\nq4,Quoted plain\r\n',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/products\.csv +products +4 +4 +0 +0 +0 +0/);
    expect(await productNames('Quoted')).toEqual(
      expect.arrayContaining(['q1 Quoted, with comma', 'q2 Quoted "twice"', 'q4 Quoted plain']),
    );
    expect(await productNames('Quoted')).toHaveLength(4);
  });

  it('refuses a file that lacks a column, names it, and imports nothing', async () => {
    const { code, err } = await importFile('products.csv', 'external_id,label\nm1,Missing\n');
    expect(code).not.toBe(0);
    expect(err).toMatch(/products need the column name/);
    expect(err).not.toMatch(/ at .*\.js:/);
    expect(await productNames('Missing')).toEqual([]);
  });

  it('rejects a row that is not valid UTF-8 with its line, column and reason, and imports the others', async () => {
    const { code, out, path } = await importFile(
      'products.csv',
      Buffer.concat([
        Buffer.from('external_id,name\nu1,Utf one\nu2,Utf '),
        Buffer.from([0xe9, 0xff]),
        Buffer.from('\nu3,Utf three\n'),
      ]),
    );
    expect(code).toBe(0);
    expect(out).toMatch(/products\.csv +products +3 +2 +0 +0 +1 +0/);
    expect(out).toContain(`${path}.rejected.csv`);
    expect(readFileSync(`${path}.rejected.csv`, 'utf8')).toMatch(/,3,name,.*not valid text/);
    expect(await productNames('Utf')).toEqual(['u1 Utf one', 'u3 Utf three']);
  });

  it(`imports ${MANY_ROWS} rows, a bad one among them, and changes nothing the second time`, async () => {
    const rows = Array.from({ length: MANY_ROWS }, (_, index) =>
      index === 12_345 ? `r${index},` : `r${index},Row ${index}`,
    );
    const content = `external_id,name\n${rows.join('\n')}\n`;
    const first = await importFile('products.csv', content);
    expect(first.out).toMatch(/products\.csv +products +20,000 +19,999 +0 +0 +1 +0/);
    expect(readFileSync(`${first.path}.rejected.csv`, 'utf8')).toMatch(/\nr12345,,12347,name,/);
    const second = await importFile('products.csv', content);
    expect(second.out).toMatch(/products\.csv +products +20,000 +0 +0 +19,999 +1 +0/);
    const { products } = await platform.data<{ products: { totalCount: number } }>(
      'admin',
      '{ products(first: 1, filter: { search: "Row " }) { totalCount } }',
    );
    expect(products.totalCount).toBe(MANY_ROWS - 1);
  }, 180_000);

  it('refuses a second process on the same data folder and leaves the first one serving', async () => {
    const { code, output } = await serveInVain(platform.dataFolder);
    expect(code).not.toBe(0);
    expect(output).toMatch(/Another Plimsoll \(process \d+\) is using this data folder/);
    expect(output).not.toMatch(/\n\s+at /);
    expect(await platform.data('admin', '{ products(first: 1) { totalCount } }')).toBeTruthy();
  }, 60_000);

  it('refuses a port that is taken and gives the data folder back', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => {
      taken.listen(0, '::', resolve);
    });
    const { port } = taken.address() as { port: number };
    const dataFolder = mkdtempSync(join(tmpdir(), 'plimsoll port '));
    try {
      const { code, output } = await serveInVain(dataFolder, port);
      expect(code).not.toBe(0);
      expect(output).toMatch(new RegExp(`[Pp]ort ${port} is (taken|in use)`));
      expect(output).not.toMatch(/\n\s+at /);
    } finally {
      taken.close();
      rmSync(dataFolder, { recursive: true, force: true });
    }
  }, 120_000);

  it('refuses a data folder of a newer version and leaves it as it is', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'plimsoll newer '));
    const file = join(dataFolder, 'version.json');
    const version = `${JSON.stringify({ dataVersion: 999, postgres: '18.4' })}\n`;
    writeFileSync(file, version);
    const { code, output } = await serveInVain(dataFolder);
    expect(code).not.toBe(0);
    expect(output).toMatch(/written by a newer version of Plimsoll \(data version 999/);
    expect(output).not.toMatch(/\n\s+at /);
    expect(readFileSync(file, 'utf8')).toBe(version);
    rmSync(dataFolder, { recursive: true, force: true });
  }, 60_000);
});
