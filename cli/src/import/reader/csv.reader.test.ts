import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { openCsv, type CsvOptions } from './csv.reader.js';
import { LONGEST_RECORD_BYTES, type ReadItem } from './record.js';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-csv-'));
let files = 0;

function file(content: string | Buffer): string {
  const path = join(folder, `${(files += 1)}.csv`);
  writeFileSync(path, content);
  return path;
}

async function read(
  content: string | Buffer,
  options?: CsvOptions,
): Promise<{ header: readonly string[]; items: ReadItem[] }> {
  const opened = await openCsv(file(content), options);
  const items: ReadItem[] = [];
  for await (const item of opened.items) items.push(item);
  return { header: opened.header ?? [], items };
}

const values = (items: ReadItem[]): unknown[] =>
  items.map((item) => (item.kind === 'record' ? item.value : item.reason));

describe('openCsv', () => {
  it('reads past a byte-order mark, CRLF, blank lines and a missing last line end', async () => {
    const { header, items } = await read('\uFEFFexternal_id,name\r\nc1,Ærø\r\n\r\nc2,"B"\r\nc3,');
    expect(header).toEqual(['external_id', 'name']);
    expect(values(items)).toEqual([
      { external_id: 'c1', name: 'Ærø' },
      { external_id: 'c2', name: 'B' },
      { external_id: 'c3', name: '' },
    ]);
    expect(items.map((item) => item.line)).toEqual([2, 4, 5]);
  });

  it('keeps line ends, separators and doubled quotes inside quotes, and counts physical lines', async () => {
    const { items } = await read('a,b\n"x\r\ny, ""z""",1\nq,2\n');
    expect(values(items)).toEqual([
      { a: 'x\r\ny, "z"', b: '1' },
      { a: 'q', b: '2' },
    ]);
    expect(items[1]?.line).toBe(4);
  });

  it('rejects a ragged row, invalid UTF-8 and a NUL alone, with line and reason', async () => {
    const invalid = Buffer.concat([
      Buffer.from('a,b\n1,2\n1,2,3\n1,'),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('\n1\n1,\0\nlast,ok\n'),
    ]);
    const { items } = await read(invalid);
    expect(items.map((item) => [item.line, item.kind])).toEqual([
      [2, 'record'],
      [3, 'unreadable'],
      [4, 'unreadable'],
      [5, 'unreadable'],
      [6, 'unreadable'],
      [7, 'record'],
    ]);
    expect(items[1]).toMatchObject({ reason: 'the row has 3 values, the header 2', cells: ['1', '2', '3'] });
    expect(items[2]).toMatchObject({ column: 'b', reason: 'the value holds bytes that are not valid text' });
  });

  it.each([
    ['a stray quote', '5" disk,2', 'a quote stands inside an unquoted value'],
    ['text after a closing quote', '"5"x,2', 'text follows a closing quote'],
    ['a quote never closed', '"5,2', 'a quote is opened and not closed'],
  ])('%s spoils its own row only', async (_, row, reason) => {
    const { items } = await read(`a,b\n1,2\n${row}\n3,4\n5,6\n`);
    expect(values(items)).toEqual([{ a: '1', b: '2' }, reason, { a: '3', b: '4' }, { a: '5', b: '6' }]);
  });

  it('rejects a row that is too long without holding it, and goes on', async () => {
    const { items } = await read(
      `a,b\n1,${'x'.repeat(LONGEST_RECORD_BYTES * 3)}\n3,4\n"${'y\n'.repeat(10)}z",6\n`,
    );
    expect(items.map((item) => [item.line, item.kind])).toEqual([
      [2, 'unreadable'],
      [3, 'record'],
      [4, 'record'],
    ]);
    expect(items[0]).toMatchObject({ reason: `longer than ${LONGEST_RECORD_BYTES} bytes` });
  });

  it('refuses an empty file, and tells repeated column names apart', async () => {
    await expect(read('')).rejects.toThrow(/is empty: it has no header row/);
    await expect(read('\uFEFF')).rejects.toThrow(/is empty/);
    expect((await read('Variant,x,Variant\n1,2,3\n')).items[0]).toMatchObject({
      value: { Variant: '1', x: '2', 'Variant#2': '3' },
    });
  });

  it('reads gzip, another separator and other encodings', async () => {
    expect(values((await read(gzipSync('a,b\n1,2\n'))).items)).toEqual([{ a: '1', b: '2' }]);
    expect(values((await read('a;b\n1;2,5\n', { delimiter: ';' })).items)).toEqual([{ a: '1', b: '2,5' }]);
    const latin = Buffer.from('a\nK\u00f6ln\n', 'latin1');
    expect(values((await read(latin, { encoding: 'windows-1252' })).items)).toEqual([{ a: 'Köln' }]);
    const utf16 = Buffer.from('\uFEFFa\nKöln\n', 'utf16le');
    expect(values((await read(utf16, { encoding: 'utf-16le' })).items)).toEqual([{ a: 'Köln' }]);
  });

  it('says that a damaged gzip file cannot be read', async () => {
    await expect(read(gzipSync('a,b\n1,2\n'.repeat(1000)).subarray(0, 40))).rejects.toThrow(/cannot be read/);
  });

  it('agrees with csv-parse on whatever csv-stringify writes', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', ' ', '😀'),
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (rows) => {
        const text = stringify([['a', 'b'], ...rows]);
        const { items } = await read(text);
        const peer = parse<unknown>(text, { columns: true, skip_empty_lines: true });
        expect(values(items)).toEqual(peer);
      }),
      { numRuns: 60 },
    );
  });
});
