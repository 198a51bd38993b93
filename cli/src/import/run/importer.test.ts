import { createWriteStream, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { findNativeFile, NATIVE_FILES } from '../native-file.js';
import { parseMapping } from '../mapping/index.js';
import { MemorySink } from '../testing/memory.sink.js';
import { runImport, type ImportSummary } from './importer.js';
import type { Sink } from './sink.js';
import { planFolder, planMapped, planNative, type Stage } from './stage.js';

function folder(files: Record<string, string | Buffer>): string {
  const path = mkdtempSync(join(tmpdir(), 'plimsoll-importer-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

function run(
  stages: Stage[],
  sink: Sink,
  progress: (line: string) => void = () => undefined,
): Promise<ImportSummary> {
  return runImport({ stages, sink, source: 'test', progress, now: () => performance.now() });
}

const nounOf = (word: string) => {
  const noun = findNativeFile(word);
  if (typeof noun === 'string') throw new Error(noun);
  return noun;
};

describe('the order of native files', () => {
  it('puts every file after those it refers to', () => {
    for (const [index, file] of NATIVE_FILES.entries()) {
      for (const noun of Object.values(file.references)) {
        const earlier = NATIVE_FILES.slice(0, index).some((candidate) => candidate.noun === noun);
        expect([file.noun, noun, earlier || noun === file.noun]).toEqual([file.noun, noun, true]);
      }
    }
  });
});

describe('a folder', () => {
  it('is imported in dependency order, waiting where one service reads another’s records', async () => {
    const sink = new MemorySink();
    const path = folder({
      'assets.csv': 'external_id,name,kind,product,owner,rack\na1,db,database,p1,Ann,7\n',
      'products.csv': 'external_id,name\np1,Mail\n',
      'tickets.ndjson':
        '{"external_id":"t1","subject":"slow","opened_at":"2026-01-01T00:00:00Z","asset":"a1","reassignments":2}\n',
      'notes.txt': 'not ours',
    });
    const lines: string[] = [];
    const summary = await run(await planFolder(path), sink, (line) => lines.push(line));
    expect(summary.stages.map((stage) => stage.noun)).toEqual(['products', 'assets', 'tickets']);
    expect(sink.calls).toEqual([
      'importProducts',
      'settled',
      'known people',
      'importPeople',
      'settled',
      'importAssets',
      'settled',
      'importTickets',
      'settled',
    ]);
    expect(lines).toContain('assets: kept as attributes: rack');
    expect(sink.rows('importAssets')).toEqual([
      { external_id: 'a1', name: 'db', kind: 'database', product: 'p1', owner: 'Ann', rack: '7' },
    ]);
    expect(sink.rows('importTickets')[0]).toMatchObject({ reassignments: '2' });
    expect(summary.rejectsFiles).toEqual([]);
  });

  it('is refused as a whole, with every reason, before anything is sent', async () => {
    const path = folder({
      'customers.csv': 'external_id,nmae\nc1,A\n',
      'products.csv': 'external_id,name,colour\np1,A,red\n',
      'pods.csv': '',
      'articles.csv': 'customer,at,metric,value\n',
      'things.csv': 'a\n',
    });
    await expect(planFolder(path)).rejects.toThrow(/nothing was imported/);
    await expect(planFolder(path)).rejects.toThrow(/customers\.csv: customers need the column name/);
    await expect(planFolder(path)).rejects.toThrow(
      /products have no column colour; the columns are external_id, name/,
    );
    await expect(planFolder(path)).rejects.toThrow(/pods\.csv is empty: it has no header row/);
    await expect(planFolder(path)).rejects.toThrow(
      /articles\.csv: articles are part of the file format, but this version/,
    );
    await expect(planFolder(path)).rejects.toThrow(/things\.csv: "things" is no kind of import file/);
    await expect(planFolder(folder({}))).rejects.toThrow(/holds no import file/);
  });
});

describe('rejected rows', () => {
  it('are counted and written with their columns, line, column and reason; the others go through', async () => {
    const path = join(
      folder({
        'entitlements.csv': Buffer.concat([
          Buffer.from(
            'customer,product,asset,agreement,valid_from\nc1,p1,,a1,2026-01-01\nc1,,,a1,2026-01-01\nc1,"p,2",,,2026-01-01\n',
          ),
          Buffer.from('c1,p9,,a1,2026-01-01\nc1,p1\n'),
          Buffer.from([0xe9]),
          Buffer.from(',p1,,a1,2026-01-01\nc2,p1,,a1,2026-01-01\n'),
        ]),
      }),
      'entitlements.csv',
    );
    const sink = new MemorySink({ importEntitlements: ['customer', 'product'] }, (_, row) =>
      row['product'] === 'p9' ? { column: 'product', reason: 'no product is p9' } : null,
    );
    const summary = await run([await planNative(path, nounOf('entitlements'))], sink);
    expect(summary.stages[0]).toMatchObject({ read: 7, created: 2, rejected: 5, unchanged: 0 });
    expect(summary.rejectsFiles).toEqual([`${path}.rejected.csv`]);
    expect(readFileSync(`${path}.rejected.csv`, 'utf8').split('\n').sort()).toEqual(
      [
        '',
        'customer,product,asset,agreement,valid_from,line,column,reason',
        'c1,,,a1,2026-01-01,3,product or asset,entitlements: a required value is missing',
        'c1,"p,2",,,2026-01-01,4,agreement,entitlements: a required value is missing',
        'c1,p9,,a1,2026-01-01,5,product,entitlements: no product is p9',
        'c1,p1,,,,6,,"entitlements: the row has 2 values, the header 5"',
        '\uFFFD,p1,,a1,2026-01-01,7,customer,entitlements: the value holds bytes that are not valid text',
      ].sort(),
    );
    const again = await run(
      [await planNative(path, nounOf('entitlements'))],
      new MemorySink({ importEntitlements: ['customer', 'product'] }),
    );
    expect(again.stages[0]).toMatchObject({ created: 3, rejected: 4 });
  });

  it('of an NDJSON file name the unknown key', async () => {
    const path = join(
      folder({
        'p.ndjson': '{"external_id":"p1","name":"A","colour":"red"}\n{"external_id":"p2","name":{"x":1}}\n',
      }),
      'p.ndjson',
    );
    const summary = await run([await planNative(path, nounOf('products'))], new MemorySink());
    expect(summary.stages[0]).toMatchObject({ read: 2, rejected: 2 });
    const rejects = readFileSync(`${path}.rejected.csv`, 'utf8');
    expect(rejects).toContain(',1,colour,products: products have no column colour');
    expect(rejects).toContain(',2,name,');
  });

  it('leave no file behind when a later import rejects none', async () => {
    const path = join(folder({ 'products.csv': 'external_id,name\np1,\n' }), 'products.csv');
    await run([await planNative(path, nounOf('products'))], new MemorySink());
    expect(existsSync(`${path}.rejected.csv`)).toBe(true);
    writeFileSync(path, 'external_id,name\np1,A\n');
    await run([await planNative(path, nounOf('products'))], new MemorySink());
    expect(existsSync(`${path}.rejected.csv`)).toBe(false);
  });
});

describe('references to missing records', () => {
  const mapping = parseMapping(
    `
mapping: orders
format: csv
records:
  - noun: customers
    references: { partner: ignore, account_manager: ignore }
    columns: { external_id: id, name: id, partner: partner }
  - noun: placements
    references: { customer: reject, product: create, asset: ignore }
    columns: { asset: asset, product: product, customer: id }
`,
    'orders',
  );

  it('are created, passed on or taken out as the mapping says', async () => {
    const sink = new MemorySink({ importPlacements: ['asset', 'product', 'customer'] });
    await sink.send('importAssets', 'test', [{ external_id: 'a1', name: 'x', kind: 'y', _line: 1 }]);
    const path = join(
      folder({ 'orders.csv': 'id,partner,product,asset\nc1,nobody,p1,a1\nc2,,p1,gone\n' }),
      'orders.csv',
    );
    const lines: string[] = [];
    const summary = await run(await planMapped(path, mapping), sink, (line) => lines.push(line));
    expect(sink.rows('importCustomers')).toEqual([
      { external_id: 'c1', name: 'c1' },
      { external_id: 'c2', name: 'c2' },
    ]);
    expect(sink.rows('importProducts')).toEqual([{ external_id: 'p1', name: 'p1' }]);
    expect(sink.rows('importPlacements')).toEqual([{ asset: 'a1', product: 'p1', customer: 'c1' }]);
    expect(summary.stages[1]).toMatchObject({ read: 2, created: 1, rejected: 0, ignored: 1 });
    expect(lines).toContain('placements: line 3 left out: asset "gone" is not there');
  });
});

describe('a large file', () => {
  it('of 200,000 rows goes through in batches within bounded memory', async () => {
    const path = join(folder({}), 'customers.csv');
    const stream = createWriteStream(path);
    stream.write('external_id,name,segment,region\n');
    for (let row = 1; row <= 200_000; row += 1) {
      if (!stream.write(`cus-${row},"Customer ${row}, ${'x'.repeat(60)}",SMB,EU\n`))
        await once(stream, 'drain');
    }
    stream.end();
    await once(stream, 'finish');
    const sink = new MemorySink({}, () => null, false);
    // What is live after a collection, not what happens to wait for one.
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const live = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = live();
    let most = 0;
    let batches = 0;
    const send = sink.send.bind(sink);
    sink.send = (mutation, source, rows) => {
      batches += 1;
      if (batches % 40 === 0) most = Math.max(most, live() - before);
      return send(mutation, source, rows);
    };
    const summary = await run([await planNative(path, nounOf('customers'))], sink);
    expect(summary.stages[0]).toMatchObject({ read: 200_000, created: 200_000, rejected: 0 });
    expect(sink.largestBatch.rows).toBeLessThanOrEqual(1000);
    expect(sink.largestBatch.bytes).toBeLessThanOrEqual(512_000);
    // Held all at once, the rows alone would be over 40 MB.
    expect(most).toBeLessThan(25_000_000);
  });
});

describe('rows that are judged as a whole', () => {
  it('travel in one batch: a group of dependencies is never cut at the end of one', async () => {
    const rows = Array.from({ length: 999 }, (_, index) => `single-${index},p,,`);
    rows.push('cluster,node-1,nodes,2', 'cluster,node-2,nodes,2', 'cluster,node-3,nodes,2');
    const path = folder({ 'dependencies.csv': `consumer,provider,group,min_up\n${rows.join('\n')}\n` });
    const batches: string[][] = [];
    const sink = new MemorySink();
    const recording: Sink = {
      known: (noun, source, ids) => sink.known(noun, source, ids),
      settled: () => sink.settled(),
      send: (mutation, source, sent) => {
        batches.push(sent.map((row) => String(row['consumer'])));
        return sink.send(mutation, source, sent);
      },
    };
    await run(await planFolder(path), recording);
    expect(batches.map((batch) => batch.length)).toEqual([999, 3]);
    expect(new Set(batches[1])).toEqual(new Set(['cluster']));
  });
});

describe('independent batches', () => {
  /** Takes its time over each batch, and notes which were on their way together. */
  class SlowSink extends MemorySink {
    readonly together: string[][] = [];
    private readonly underWay: string[][] = [];

    override async send(mutation: string, source: string, rows: Parameters<Sink['send']>[2]) {
      const ids = rows.map((row) => String(row['external_id']));
      this.underWay.push(ids);
      this.together.push(this.underWay.flat());
      await new Promise((resolve) => setTimeout(resolve, 20));
      this.underWay.splice(this.underWay.indexOf(ids), 1);
      return super.send(mutation, source, rows);
    }
  }

  const importCustomers = async (sink: Sink, lines: string[]) => {
    const path = folder({ 'customers.csv': `external_id,name,account_manager\n${lines.join('\n')}\n` });
    return (await run([await planNative(join(path, 'customers.csv'), nounOf('customers'))], sink)).stages[0];
  };
  const line = (number: number, manager = '') => `c${number},Customer ${number},${manager}`;
  const numbers = Array.from({ length: 5_000 }, (_, index) => index);

  it('are on their way at once, three at the most, and all are accounted for', async () => {
    const sink = new SlowSink();
    expect(
      await importCustomers(
        sink,
        numbers.map((number) => line(number)),
      ),
    ).toMatchObject({
      read: 5_000,
      created: 5_000,
    });
    expect(Math.max(...sink.together.map((ids) => ids.length))).toBe(3_000);
  });

  it('are never two that hold the same record', async () => {
    const sink = new SlowSink();
    const again = [...numbers, 10, 20].map((number) => line(number));
    expect(await importCustomers(sink, again)).toMatchObject({ read: 5_002, created: 5_000, unchanged: 2 });
    for (const ids of sink.together) expect(new Set(ids).size).toBe(ids.length);
  });

  it('go one by one where the platform makes records that they name', async () => {
    const sink = new SlowSink();
    await importCustomers(
      sink,
      numbers.map((number) => line(number, 'Ann')),
    );
    expect(Math.max(...sink.together.map((ids) => ids.length))).toBe(1_000);
  });

  it('stop the import where one fails', async () => {
    const sink = new SlowSink();
    let count = 0;
    sink.send = () => {
      count += 1;
      return count === 2
        ? Promise.reject(new Error('away'))
        : MemorySink.prototype.send.call(sink, 'importCustomers', 'test', []);
    };
    await expect(
      importCustomers(
        sink,
        numbers.map((number) => line(number)),
      ),
    ).rejects.toThrow('away');
  });
});
