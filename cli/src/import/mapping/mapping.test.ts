import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapRecords, openMapped, parseMapping, type MappedItem } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-mapping-'));

/** What the first record rule of a mapping makes of a file. */
async function map(mapping: string, content: string, name = 'data.csv'): Promise<MappedItem[]> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const parsed = parseMapping(mapping, 'test');
  const [rule] = parsed.records;
  if (rule === undefined) throw new Error('the mapping has no record rule');
  const items: MappedItem[] = [];
  for await (const item of mapRecords(path, await openMapped(path, parsed), parsed, rule, true))
    items.push(item);
  return items;
}

const columns = (items: MappedItem[]): unknown[] =>
  items.map((item) => (item.kind === 'row' ? item.columns : item.reason));

const products = (rule: string, extra = ''): string => `
mapping: test
format: csv
${extra}
records:
  - noun: assets
    columns:
      external_id: id
      name: { constant: n }
      kind: { constant: k }
      out: ${rule}
`;

async function out(rule: string, content: string, extra = '', name = 'data.csv'): Promise<unknown[]> {
  const items = await map(products(rule, extra), content, name);
  return items.map((item) =>
    item.kind === 'row' ? item.columns['out'] : `reject ${item.column}: ${item.reason}`,
  );
}

describe('a mapping’s values', () => {
  it.each([
    ['{ constant: 7 }', 'x', '7'],
    ['v', 'x', 'x'],
    ["{ template: '{id}-{v}' }", 'x', '1-x'],
    ["{ template: '{id}-{v}' }", '', undefined],
    ['{ first_of: [v, { constant: none }] }', '', 'none'],
    ["{ list: [id, v], join: ' / ' }", '', '1'],
    ["{ list: [id, v], join: ' / ' }", 'x', '1 / x'],
    ["{ path: v, missing: '?' }", '?', undefined],
    ["{ path: v, missing: '?', default: { constant: d } }", '?', 'd'],
    ["{ path: v, match: '^(\\d) - ' }", '3 - Low', '3'],
    ["{ path: v, match: '^(\\w+) (\\w+)$', replace: '$2 $1' }", 'a b', 'b a'],
    ["{ path: v, match: '^\\d+$' }", 'x', undefined],
    ["{ path: v, match: '^\\d+$', otherwise: keep }", 'x', 'x'],
    ["{ path: v, match: '^\\d+$', otherwise: reject }", 'x', 'reject out: "x" does not match ^\\d+$'],
    ['{ path: v, table: { Yes: true, No: null } }', 'Yes', 'true'],
    ['{ path: v, table: { Yes: true, No: null } }', 'No', undefined],
    ['{ path: v, table: { Yes: true } }', 'Maybe', 'reject out: "Maybe" is not in the table of the mapping'],
    ['{ path: v, table: { Yes: true }, otherwise: absent }', 'Maybe', undefined],
    ['{ file: stem }', '', 'data'],
    ['{ row: file }', '', '1'],
    [
      '{ choose: [{ when: { value: v, equals: [a, b] }, value: id }, { value: { constant: other } }] }',
      'b',
      '1',
    ],
    [
      '{ choose: [{ when: { value: v, equals: [a, b] }, value: id }, { value: { constant: other } }] }',
      'c',
      'other',
    ],
    ['{ choose: [{ when: { value: v, present: false }, value: id }] }', 'c', undefined],
    ['{ path: v, date: { format: d/M/yyyy HH:mm } }', '29/2/2016 01:16', '2016-02-29T01:16:00Z'],
    [
      '{ path: v, date: { format: d/M/yyyy HH:mm } }',
      '30/2/2016 01:16',
      'reject out: "30/2/2016 01:16" is no date written as d/M/yyyy HH:mm',
    ],
    [
      '{ path: v, date: { format: yyyy/MM/dd HH:mm:ss.SSS } }',
      '2012/10/09 14:50:17.250',
      '2012-10-09T14:50:17.250Z',
    ],
    ['{ path: v, date: {} }', '2016-02-29T01:16:00+02:00', '2016-02-28T23:16:00Z'],
    ['{ path: v, date: { format: epoch_ms } }', '0', '1970-01-01T00:00:00Z'],
    ['{ path: v, date: { zone: Europe/Berlin } }', '2026-03-29 02:30', '2026-03-29T01:00:00Z'],
    ['{ path: v, date: { zone: Europe/Berlin } }', '2026-10-25 02:30', '2026-10-25T00:30:00Z'],
    ['{ path: v, date: { zone: Europe/Berlin, fold: later } }', '2026-10-25 02:30', '2026-10-25T01:30:00Z'],
    [
      '{ path: v, date: { zone: Mars/Base } }',
      '2026-10-25 02:30',
      'reject out: no time zone is named Mars/Base',
    ],
    ["{ constant: 2020-01-31, minus: 'P{v}M', as: date }", '11', '2019-02-28'],
    ['{ constant: 2020-01-31, plus: P1D, as: instant }', '', '2020-02-01T00:00:00Z'],
  ])('%s of %j is %j', async (rule, value, expected) => {
    expect(await out(rule, `id,v\n1,${value}\n`)).toEqual([expected]);
  });

  it('take missing words and the date format from the top of the mapping', async () => {
    const extra = "missing: ['?']\ndates: { format: dd.MM.yyyy, zone: Europe/Berlin }";
    expect(await out('{ path: v, date: {} }', 'id,v\n1,?\n2,01.07.2026\n', extra)).toEqual([
      undefined,
      '2026-06-30T22:00:00Z',
    ]);
  });

  it('find nested records, look keys up and reach the record above', async () => {
    const mapping = `
mapping: test
format: json
select: teams
let: { label: '$document/keys[for=member][name=label]/id' }
records:
  - noun: assets
    select: members[active=true]
    columns:
      external_id: { template: '{$record/name}/{id}' }
      name: values/*[key=$label]/text
      kind: { constant: person }
      row: { row: file }
`;
    const document = {
      keys: [
        { for: 'team', name: 'label', id: 'k0' },
        { for: 'member', name: 'label', id: 'k1' },
      ],
      teams: [
        {
          name: 'A',
          members: [
            { id: 1, active: true, values: { x: { key: 'k1', text: 'Ann' } } },
            { id: 2, active: false },
          ],
        },
        { name: 'B', members: { id: 3, active: true, values: [{ y: { key: 'k1', text: 'Bob' } }] } },
      ],
    };
    expect(columns(await map(mapping, JSON.stringify(document), 'teams.json'))).toEqual([
      { external_id: 'A/1', name: 'Ann', kind: 'person', row: '1' },
      { external_id: 'B/3', name: 'Bob', kind: 'person', row: '2' },
    ]);
  });
});

describe('a change log', () => {
  const mapping = `
mapping: test
format: [yaml, ndjson]
records:
  - noun: assets
    columns:
      external_id: id
      name: 'names[#last]'
      kind: { first_of: ['changed/kind[#2]', { constant: same }] }
      tags: { path: 'changed/tags[#2]', join: ';' }
      owner: { path: 'changed/owner[#2]', table: { nobody: null }, otherwise: keep }
    clear:
      tags: { value: changed/tags, present: true }
      owner: { value: 'changed/owner[#2]', equals: nobody }
`;
  const lines = [
    { id: 1, names: ['a', 'b'], changed: { kind: [null, 'host'], tags: [['x'], ['y', 'z']] } },
    { id: 2, names: ['c'], changed: { tags: [['x'], []], owner: ['ann', 'nobody'] } },
    { id: 3, names: ['d'], changed: { owner: ['nobody', 'ann'] } },
  ];

  it('names one of a pair, clears what is gone, and is read in the format its name tells', async () => {
    const text = lines.map((line) => JSON.stringify(line)).join('\n');
    expect(columns(await map(mapping, text, 'log.jsonl'))).toEqual([
      { external_id: '1', name: 'b', kind: 'host', tags: 'y;z' },
      { external_id: '2', name: 'c', kind: 'same', tags: '', owner: '' },
      { external_id: '3', name: 'd', kind: 'same', owner: 'ann' },
    ]);
    expect(columns(await map(mapping, 'id: 4\nnames: [e]\n', 'one.yml'))).toEqual([
      { external_id: '4', name: 'e', kind: 'same' },
    ]);
  });
});

describe('grouping', () => {
  const log = 'case,step,at\nA,open,1\nA,wait,2\nA,close,3\nB,open,4\n';
  const grouped = (take: string, spread = ''): string => `
mapping: test
format: csv
records:
  - noun: assets
    group: { by: case, take: ${take}${spread} }
    columns:
      external_id: case
      name: step
      kind: { row: group }
      first: { path: at, of: first }
      waited: { path: at, of: last, where: { value: step, equals: wait } }
      before: { path: step, of: previous }
      after: { path: step, of: next }
`;

  it('makes one row of a group, out of its last row and others', async () => {
    expect(columns(await map(grouped('group'), log))).toEqual([
      { external_id: 'A', name: 'close', kind: '3', first: '1', waited: '2', before: 'wait' },
      { external_id: 'B', name: 'open', kind: '1', first: '4' },
    ]);
  });

  it('makes a row of each row, which sees its neighbours', async () => {
    const rows = columns(await map(grouped('rows'), log));
    expect(rows[1]).toEqual({
      external_id: 'A',
      name: 'wait',
      kind: '2',
      first: '1',
      waited: '2',
      before: 'open',
      after: 'close',
    });
    expect(rows).toHaveLength(4);
  });

  it('rejects rows of a group that is not together, unless it may be spread', async () => {
    const spread = `${log}A,again,5\n`;
    expect(columns(await map(grouped('group'), spread))).toContain(
      'rows of A are not together; set group.spread in the mapping',
    );
    const [first] = columns(await map(grouped('group', ', spread: true'), spread));
    expect(first).toMatchObject({ external_id: 'A', name: 'again', kind: '4' });
  });
});

describe('a mapping that is not valid', () => {
  it.each([
    ['mapping: m\nformat: xls\nrecords: []', /format: .*\n.*records: /s],
    [products('{ path: v, tabel: {} }'), /records\.0\.columns\.out: .*tabel/],
    [products('{ path: v, constant: x }'), /records\.0\.columns\.out: .*exactly one source.*path, constant/],
    [products("{ path: v, match: '(' }"), /records\.0\.columns\.out\.match: Invalid regular expression/],
    [products('{ path: v, replace: x }'), /"replace" needs "match"/],
    [products("'a//b'"), /records\.0\.columns\.out: path "a\/\/b": "\/b" stands where a name is expected/],
    [products("'a[b=c'"), /stands where \] is expected/],
    [products('v').replace('assets', 'boats'), /records\.0\.noun: "boats" is no kind of import file/],
    [products('v').replace('assets', 'articles'), /this version of the platform does not take them/],
    [products('v').replace('assets', 'products'), /records\.0\.columns: products have no column kind, out/],
    [products('v').replace('name: { constant: n }', ''), /assets need the column name/],
    [`${products('v')}    references: { out: create }`, /references\.out: out is no reference of assets/],
    [`${products('v')}    clear: { owner: { value: v, present: true } }`, /clear\.owner: owner is none/],
    ['format: [', /mapping test: /],
  ])('names the place: %#', (source, message) => {
    expect(() => parseMapping(source, 'test')).toThrow(message);
  });
});
