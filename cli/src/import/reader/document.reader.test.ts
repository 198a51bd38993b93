import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFile, type FileFormat, type ReadItem } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-documents-'));

async function read(format: FileFormat, content: string | Buffer): Promise<ReadItem[]> {
  const path = join(folder, `file.${format}`);
  writeFileSync(path, content);
  const items: ReadItem[] = [];
  for await (const item of (await openFile(path, format)).items) items.push(item);
  return items;
}

describe('document readers', () => {
  it('reads NDJSON line by line and rejects a faulty line alone', async () => {
    const items = await read(
      'ndjson',
      Buffer.concat([
        Buffer.from('{"a":1}\r\n{"a":\n[1]\n'),
        Buffer.from([0xff]),
        Buffer.from('\n\n{"a":2}'),
      ]),
    );
    expect(items.map((item) => [item.line, item.kind])).toEqual([
      [1, 'record'],
      [2, 'unreadable'],
      [3, 'unreadable'],
      [4, 'unreadable'],
      [6, 'record'],
    ]);
  });

  it('reads a JSON list as its elements and a JSON object as one record', async () => {
    expect(await read('json', '[{"a":1},{"a":2}]')).toHaveLength(2);
    expect(await read('json', '{"a":[1,2]}')).toHaveLength(1);
    await expect(read('json', '{"a":')).rejects.toThrow(/is no JSON/);
  });

  it('reads each YAML document, rejecting a faulty one alone with its line', async () => {
    const items = await read('yaml', '# licence\n---\na: 1\n---\na: [1\n---\n---\na: 3\n');
    expect(items.map((item) => item.kind)).toEqual(['record', 'unreadable', 'record']);
    expect(items[2]).toMatchObject({ value: { a: 3 }, line: 8 });
  });

  it('reads XML with attributes as text and refuses what is not well-formed', async () => {
    const [item] = await read('xml', '<g><node id="007">A &amp; B</node></g>');
    expect(item).toMatchObject({ value: { g: { node: { '@id': '007', '#text': 'A & B' } } } });
    await expect(read('xml', '<g><node></g>')).rejects.toThrow(/is no XML: line 1/);
    await expect(read('xml', ' ')).rejects.toThrow(/is empty/);
  });
});
