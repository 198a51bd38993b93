import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseAllDocuments } from 'yaml';
import { sharedData } from '../import/testing/shared-data.js';
import { readImportedLines } from './imported-lines.js';
import { ServedPlatform } from './served.js';

const data = join(sharedData(), 'backstage-giantswarm');
const CHANGES = 'component_changes.jsonl.gz';
const CATALOGUE = 'components-2026-01-08.yaml';

/** What the catalogue says of a component. */
interface Said {
  owner: string;
  tags: string[];
  release: string;
}
interface Change {
  at: string;
  op: 'add' | 'remove' | 'update';
  ref: string;
  after?: Said;
  changed?: Partial<Record<keyof Said, [unknown, unknown]>>;
}

const changes = gunzipSync(readFileSync(join(data, CHANGES)))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Change);

/** The components in the catalogue at an instant, by following the log. */
function replay(at: string): Map<string, Said> {
  const said = new Map<string, Said>();
  for (const change of changes) {
    if (Date.parse(change.at) > Date.parse(at)) break;
    if (change.op === 'remove') said.delete(change.ref);
    else if (change.after) said.set(change.ref, { ...change.after });
    else {
      const now = said.get(change.ref)!;
      for (const [field, [, value]] of Object.entries(change.changed!))
        Object.assign(now, { [field]: value });
    }
  }
  return said;
}

const shown = ({ owner, tags, release }: Said) => ({
  owner: owner.endsWith('/unspecified') ? null : owner.replace(/^.*[:/]/, ''),
  tags: [...new Set(tags)].sort(),
  release,
});

describe('the catalogue of a company, with a year and a half of its changes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-catalogue-'));
  let platform: ServedPlatform;

  const importFile = async (file: string, kind: string) => {
    const copy = join(folder, file);
    copyFileSync(join(data, file), copy);
    const words = [copy, '--as', kind, '--map', 'backstage-catalog', '--source', 'backstage'];
    const { code, out, err } = await platform.run('import', ...words);
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(out).not.toContain('Rejected rows');
    return readImportedLines(out).find((line) => line.kind === 'assets')!;
  };

  interface Listed {
    externalId: string;
    owner: { name: string } | null;
    tags: string[];
    attributes: { release: string };
  }

  /** The assets in use at an instant, as the platform has them. */
  const liveAt = async (at: string) => {
    const found = new Map<string, ReturnType<typeof shown>>();
    let after: string | null = null;
    for (let more = true; more;) {
      const { page }: { page: { pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: Listed[] } } =
        await platform.data(
          'admin',
          `query Live($at: DateTime!, $after: String) {
             page: assetsAt(at: $at, first: 100, after: $after, filter: { status: LIVE, source: "backstage" }) {
               pageInfo { hasNextPage endCursor } nodes { externalId owner { name } tags attributes } } }`,
          { at, after },
        );
      for (const { externalId, owner, tags, attributes } of page.nodes) {
        found.set(externalId, { owner: owner?.name ?? null, tags, release: attributes.release });
      }
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    return found;
  };
  const liveNow = async () =>
    (
      await platform.data<{ assets: { totalCount: number } }>(
        'admin',
        '{ assets(first: 1, filter: { status: LIVE }) { totalCount } }',
      )
    ).assets.totalCount;

  beforeAll(async () => {
    platform = await ServedPlatform.start({ empty: true });
  }, 300_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    expect(await platform?.stop()).toBe(0);
  }, 60_000);

  it('becomes history: 2,272 changes of 333 components, and nothing more the second time', async () => {
    expect(await importFile(CHANGES, 'changes')).toMatchObject({
      read: 2_272,
      created: 333,
      updated: 2_272 - 333,
      unchanged: 0,
    });
    expect(await importFile(CHANGES, 'changes')).toMatchObject({ read: 2_272, unchanged: 2_272 });
    // The catalogue was dropped in the end.
    expect(await liveNow()).toBe(0);
  }, 300_000);

  it.each([
    '2024-07-09T16:23:55+02:00',
    '2024-12-01T00:00:00Z',
    '2025-06-30T12:00:00Z',
    '2026-01-08T23:59:59Z',
  ])(
    'answers what it said at %s, exactly',
    async (at) => {
      const expected = new Map([...replay(at)].map(([ref, said]) => [ref, shown(said)]));
      const found = await liveAt(at);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    },
    120_000,
  );

  it('has every release of every component in its history', async () => {
    let after: string | null = null;
    let releases = 0;
    const released = new Set<string>();
    for (let more = true; more;) {
      interface Node {
        id: string;
        history: {
          nodes: {
            fields: { name: string; before: { release?: string } | null; after: { release?: string } }[];
          }[];
        };
      }
      const { page }: { page: { pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: Node[] } } =
        await platform.data(
          'admin',
          `query History($after: String) { page: assets(first: 20, after: $after) {
             pageInfo { hasNextPage endCursor } nodes { id history(first: 100) { nodes { fields { name before after } } } } } }`,
          { after },
        );
      for (const { id, history } of page.nodes) {
        for (const { fields } of history.nodes) {
          const attributes = fields.find(({ name }) => name === 'attributes');
          if (fields.some(({ name }) => name === 'status') || !attributes) continue;
          if (attributes.before?.release === attributes.after.release) continue;
          releases += 1;
          released.add(id);
        }
      }
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    const expected = changes.filter(({ op, changed }) => op === 'update' && changed?.release);
    expect(expected).toHaveLength(1_450);
    expect([releases, released.size]).toEqual([1_450, new Set(expected.map(({ ref }) => ref)).size]);
  }, 120_000);

  it('agrees with the catalogue file of a day, which stands for that day', async () => {
    const documents = parseAllDocuments(readFileSync(join(data, CATALOGUE), 'utf8'))
      .map((document) => document.toJS() as Record<string, Record<string, unknown>> | null)
      .filter((document) => document !== null);
    const catalogue = new Map(
      documents.map(({ metadata, spec }) => [
        `component:${String(metadata?.['namespace'])}/${String(metadata?.['name'])}`,
        shown({
          owner: String(spec?.['owner']),
          tags: (metadata?.['tags'] as string[] | undefined) ?? [],
          release: String(
            (metadata?.['annotations'] as Record<string, string> | undefined)?.[
              'giantswarm.io/latest-release-tag'
            ],
          ),
        }),
      ]),
    );
    expect(catalogue.size).toBe(319);
    expect(Object.fromEntries(await liveAt('2026-01-08T23:59:59Z'))).toEqual(Object.fromEntries(catalogue));
    expect(await importFile(CATALOGUE, 'assets')).toMatchObject({ read: 319, created: 0 });
    for (const at of ['2026-01-08T00:00:00Z', '2026-01-08T12:00:00Z', '2026-01-08T23:59:59Z']) {
      expect(Object.fromEntries(await liveAt(at))).toEqual(Object.fromEntries(catalogue));
    }
    expect([await liveNow(), (await liveAt('2026-01-09T12:00:00Z')).size]).toEqual([0, 0]);
    expect(await importFile(CATALOGUE, 'assets')).toMatchObject({ read: 319, unchanged: 319 });
  }, 180_000);

  it('is reconciled with the file as a feed: planned first, then applied as a change', async () => {
    copyFileSync(join(data, CATALOGUE), join(folder, CATALOGUE));
    const words = [
      join(folder, CATALOGUE),
      '--as',
      'assets',
      '--map',
      'backstage-catalog',
      '--source',
      'backstage',
    ];
    const planned = await platform.run('reconcile', ...words, '--show', '1');
    expect({ code: planned.code, err: planned.code === 0 ? '' : planned.err }).toEqual({ code: 0, err: '' });
    expect(planned.out).toMatch(/ASSET +DRIFTED +319/);
    expect(planned.out).toContain(
      'DRIFTED asset component:giantswarm/ailefroide-app: status RETIRED → LIVE\n\n… and 318 more\n',
    );
    expect(planned.out).toContain('Nothing was changed.');
    expect(await liveNow()).toBe(0);
    const { code, out } = await platform.run(
      'reconcile',
      ...words,
      '--apply',
      '--title',
      'Catalogue of January',
    );
    expect(code).toBe(0);
    const [, changeId] = /Applied as the change (chg_\w+), Catalogue of January/.exec(out) ?? [];
    expect(await liveNow()).toBe(319);
    const { change } = await platform.data<{ change: object }>(
      'admin',
      `{ change(id: "${changeId}") { status outcome kind } }`,
    );
    expect(change).toEqual({ status: 'COMPLETED', outcome: 'SUCCEEDED', kind: 'STANDARD' });
    const again = await platform.run('reconcile', ...words);
    expect(again.out).toContain('The record is as the feed has it.');
  }, 180_000);
});
