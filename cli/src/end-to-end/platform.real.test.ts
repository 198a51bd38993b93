import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { sharedData } from '../import/testing/shared-data.js';
import { expectUnchanged, readImportedLines } from './imported-lines.js';
import {
  metByPriority,
  readIncidents,
  writeMappingWithoutLog,
  writePromises,
  type ListedIncident,
} from './incident-log.js';
import { askMetrics, type MetricQuestion } from './metric-question.js';
import { readNetwork, reachOf } from './network-reach.js';
import { ServedPlatform } from './served.js';

const data = sharedData();

describe('real data, imported by the command line into a running platform', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-real-data-'));
  let platform: ServedPlatform;

  /** Copied first, since rejected rows would be written beside the file. */
  const importFiles = async (
    files: string[],
    kind: string,
    mapping: string,
    source: string,
    ...more: string[]
  ) => {
    const copies = files.map((file) => {
      const copy = join(folder, basename(file));
      copyFileSync(join(data, file), copy);
      return copy;
    });
    const { code, out, err } = await platform.run(
      'import',
      ...copies,
      '--as',
      kind,
      '--map',
      mapping,
      '--source',
      source,
      ...more,
    );
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(out).not.toContain('Rejected rows');
    return readImportedLines(out);
  };

  const assetIds = async (source: string, externalIds: readonly string[]): Promise<string[]> => {
    const fields = externalIds.map(
      (id, index) =>
        `a${index}: assetByExternalId(source: ${JSON.stringify(source)}, externalId: ${JSON.stringify(id)}) { id }`,
    );
    const found = await platform.data<Record<string, { id: string }>>('admin', `{ ${fields.join(' ')} }`);
    return externalIds.map((_, index) => found[`a${index}`]?.id ?? '');
  };

  beforeAll(async () => {
    platform = await ServedPlatform.start({ empty: true });
  }, 300_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    expect(await platform?.stop()).toBe(0);
  }, 60_000);

  describe('the manifests of a shop of twelve services', () => {
    const file = 'online-boutique/kubernetes-manifests.yaml';
    const importManifests = () => importFiles([file], 'assets', 'kubernetes-manifests', 'boutique');

    it('show what depends on each, exactly', async () => {
      expect(await importManifests()).toMatchObject([
        { kind: 'assets', created: 12, ignored: 0 },
        { kind: 'dependencies', created: 16, ignored: 1 },
      ]);
      const expected = JSON.parse(
        readFileSync(join(data, 'online-boutique/impact_expected.json'), 'utf8'),
      ) as Record<string, { affected: number; max_depth: number; services: string[] }>;
      expect(Object.keys(expected)).toHaveLength(12);
      for (const [name, { affected, max_depth: depth, services }] of Object.entries(expected)) {
        const [id] = await assetIds('boutique', [name]);
        const { asset } = await platform.data<{
          asset: {
            impact: {
              assets: {
                totalCount: number;
                nodes: { state: string; asset: { name: string }; causes: unknown[] }[];
              };
            };
          };
        }>(
          'admin',
          'query I($id: ID!) { asset(id: $id) { impact(state: DOWN) { assets(first: 50) { totalCount nodes { state asset { name } causes { id } } } } } }',
          { id },
        );
        const others = asset.impact.assets.nodes.filter((node) => node.asset.name !== name);
        expect(others.map((node) => node.asset.name).sort()).toEqual(services);
        expect(others.every((node) => node.state === 'DOWN')).toBe(true);
        expect(others).toHaveLength(affected);
        // A chain of causes goes from the seed to the direct provider: one asset for each step away.
        expect(Math.max(0, ...others.map((node) => node.causes.length))).toBe(depth);
      }
    });

    it('change nothing the second time', async () => {
      expectUnchanged(await importManifests());
    });
  });

  describe('twelve operator networks', () => {
    const index = data
      ? parse<{ network: string; nodes: string; edges: string }>(
          readFileSync(join(data, 'topology-zoo/index.csv')),
          { columns: true },
        )
      : [];
    const files = data
      ? readdirSync(join(data, 'topology-zoo')).filter((name) => name.endsWith('.graphml'))
      : [];
    const importNetworks = () =>
      importFiles(
        files.map((name) => `topology-zoo/${name}`),
        'assets',
        'graphml-topology',
        'zoo',
      );

    it('are imported whole, and a second time without a change', async () => {
      expect(files.map((name) => name.replace('.graphml', '')).sort()).toEqual(
        index.map((row) => row.network).sort(),
      );
      const first = await importNetworks();
      for (const line of first) expect(line).toMatchObject({ created: line.read, ignored: 0 });
      expectUnchanged(await importNetworks());
    }, 120_000);

    it.each(index)('$network has its $nodes nodes and $edges links', async ({ network, nodes, edges }) => {
      const counts = await platform.data(
        'admin',
        `query C($network: String!) {
           nodes: assets(first: 1, filter: { search: $network, kind: "network_node" }) { totalCount }
           links: assets(first: 1, filter: { search: $network, kind: "network_link" }) { totalCount }
         }`,
        { network: `${network}/` },
      );
      expect(counts).toEqual({ nodes: { totalCount: Number(nodes) }, links: { totalCount: Number(edges) } });
    });

    it.each(index)('$network loses what brute force says it loses', async ({ network }) => {
      const drawn = readNetwork(network, readFileSync(join(data, `topology-zoo/${network}.graphml`), 'utf8'));
      const around = (node: string) => drawn.links.filter(({ ends }) => ends.includes(node));
      const byDegree = [...drawn.nodes].sort((a, b) => around(b).length - around(a).length);
      const hub = byDegree[0] ?? '';
      const leaf = byDegree.findLast((node) => around(node).length > 0) ?? '';
      const outages: { seeds: string[]; state: 'DOWN' | 'DEGRADED' }[] = [
        { seeds: [hub], state: 'DOWN' },
        { seeds: [leaf, drawn.links[0]?.id ?? ''], state: 'DOWN' },
        { seeds: around(hub).map((link) => link.id), state: 'DOWN' },
        { seeds: byDegree.slice(0, 3), state: 'DEGRADED' },
      ];
      for (const { seeds, state } of outages) {
        const expected = reachOf(drawn, seeds, state);
        const found = await reachThroughGraph(await assetIds('zoo', seeds), state);
        expect(found).toEqual(expected);
        expect(Object.keys(found).length).toBeGreaterThan(seeds.length);
      }
    });

    interface ReachPage {
      whatIfOutage: {
        assets: {
          totalCount: number;
          pageInfo: { hasNextPage: boolean; endCursor: string | null };
          nodes: { state: string; asset: { externalId: string } }[];
        };
      };
    }

    async function reachThroughGraph(seedIds: string[], state: string): Promise<Record<string, string>> {
      const reached: Record<string, string> = {};
      let total = 0;
      for (let after: string | null = null, more = true; more;) {
        const answer: ReachPage = await platform.data<ReachPage>(
          'admin',
          `query R($input: OutageInput!, $after: String) { whatIfOutage(input: $input) {
             assets(first: 100, after: $after) {
               totalCount pageInfo { hasNextPage endCursor } nodes { state asset { externalId } }
           } } }`,
          {
            input: { assetIds: seedIds, state, from: '2026-03-20T02:00:00Z', to: '2026-03-20T03:00:00Z' },
            after,
          },
        );
        const { nodes, pageInfo, totalCount } = answer.whatIfOutage.assets;
        for (const node of nodes) reached[node.asset.externalId] = node.state;
        total = totalCount;
        more = pageInfo.hasNextPage;
        after = pageInfo.endCursor;
      }
      expect(Object.keys(reached)).toHaveLength(total);
      return reached;
    }
  });

  describe('the incident log of a help desk', () => {
    const expected = data
      ? (JSON.parse(readFileSync(join(data, 'uci/expected.json'), 'utf8')) as {
          incidents: number;
          events: number;
          made_sla_last_true: number;
          sla_by_priority: Record<string, [met: number, total: number]>;
          reopened: number;
          reassigned: number;
          reassign_total: number;
          resolve_hours: { n: number; mean: number; median: number };
          distinct_callers: number;
          top_groups: [string, number][];
          opened_by_month: Record<string, number>;
        })
      : undefined;
    const log = 'uci/incident_event_log_sample.csv';
    const importPromises = async (customer: string, source: string) => {
      const { code, err } = await platform.run('import', writePromises(folder, customer), '--source', source);
      expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    };
    const importLog = (mapping = 'servicenow-incident-log', source = 'servicenow', customer = 'helped') =>
      importFiles([log], 'tickets', mapping, source, '--set', `customer=${customer}`);
    const customerId = async (source: string, externalId: string) => {
      const { customer } = await platform.data<{ customer: { id: string } }>(
        'admin',
        'query C($source: String!, $externalId: String!) { customer: customerByExternalId(source: $source, externalId: $externalId) { id } }',
        { source, externalId },
      );
      return customer.id;
    };
    let incidents: ListedIncident[] = [];

    it('becomes a ticket for each incident and an event for each row, and no more the second time', async () => {
      await importPromises('unpaused', 'tickets-alone');
      await importLog(writeMappingWithoutLog(folder, 'servicenow-incident-log'), 'tickets-alone', 'unpaused');
      await importPromises('helped', 'servicenow');
      expect(await importLog()).toMatchObject([
        { kind: 'contacts', created: expected?.distinct_callers },
        { kind: 'tickets', created: expected?.incidents },
        { kind: 'ticket_events', created: expected?.events },
      ]);
      incidents = await readIncidents(platform, await customerId('servicenow', 'helped'));
      expectUnchanged(await importLog());
    }, 600_000);

    it('has every figure that is known of the log', () => {
      const numbers = (values: number[]) => values.toSorted((a, b) => a - b);
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
      expect(new Set(incidents.map(({ id }) => id)).size).toBe(expected?.incidents);
      expect(incidents.every(({ kind }) => kind === 'INCIDENT')).toBe(true);
      const rows = incidents.flatMap(({ events }) =>
        events.nodes.filter(({ type }) => !type.startsWith('SLA_')),
      );
      expect(rows).toHaveLength(expected?.events ?? NaN);
      const verdicts = { P1: '1 - Critical', P2: '2 - High', P3: '3 - Moderate', P4: '4 - Low' };
      for (const [priority, label] of Object.entries(verdicts)) {
        const of = incidents.filter((incident) => incident.priority === priority);
        const met = of.filter(({ externalVerdict }) => externalVerdict === 'true');
        expect([met.length, of.length]).toEqual(expected?.sla_by_priority[label]);
      }
      expect(incidents.filter(({ externalVerdict }) => externalVerdict === 'true')).toHaveLength(
        expected?.made_sla_last_true ?? NaN,
      );
      expect(incidents.filter(({ reopenedCount }) => reopenedCount > 0)).toHaveLength(
        expected?.reopened ?? NaN,
      );
      expect(incidents.filter(({ reassignedCount }) => reassignedCount > 0)).toHaveLength(
        expected?.reassigned ?? NaN,
      );
      expect(sum(incidents.map(({ reassignedCount }) => reassignedCount))).toBe(expected?.reassign_total);
      const hours = numbers(
        incidents.flatMap(({ openedAt, resolvedAt }) =>
          resolvedAt === null ? [] : [(Date.parse(resolvedAt) - Date.parse(openedAt)) / 3_600_000],
        ),
      );
      const { n, mean, median } = expected?.resolve_hours ?? { n: NaN, mean: NaN, median: NaN };
      expect(hours).toHaveLength(n);
      expect(sum(hours) / n).toBeCloseTo(mean, 4);
      expect(hours[Math.floor(n / 2)]).toBeCloseTo(median, 4);
      for (const [name, count] of expected?.top_groups ?? []) {
        expect(incidents.filter(({ queue }) => queue?.name === name)).toHaveLength(count);
      }
      for (const [month, count] of Object.entries(expected?.opened_by_month ?? {})) {
        expect(incidents.filter(({ openedAt }) => openedAt.startsWith(month))).toHaveLength(count);
      }
    });

    it('has the same figures in the metrics layer', async () => {
      const ask = (question: Pick<MetricQuestion, 'measures' | 'dimensions' | 'grain' | 'orderBy'>) =>
        askMetrics(platform, {
          from: '2016-01-01T00:00:00Z',
          to: '2018-01-01T00:00:00Z',
          filters: [{ dimension: 'source', operator: 'EQ', values: ['servicenow'] }],
          ...question,
        });
      const { n, mean, median } = expected?.resolve_hours ?? { n: NaN, mean: NaN, median: NaN };
      const [[resolved, meanSeconds, medianSeconds] = []] = await ask({
        measures: ['ticketsResolved', 'resolutionSecondsMean', 'resolutionSecondsMedian'],
      });
      expect(resolved).toBe(n);
      expect(Number(meanSeconds) / 3_600).toBeCloseTo(mean, 4);
      expect(Number(medianSeconds) / 3_600).toBeCloseTo(median, 4);
      expect(
        await ask({
          measures: [
            'ticketsOpened',
            'externalVerdictsMet',
            'ticketsReopened',
            'ticketsReassigned',
            'reassignments',
          ],
        }),
      ).toEqual([
        [
          expected?.incidents,
          expected?.made_sla_last_true,
          expected?.reopened,
          expected?.reassigned,
          expected?.reassign_total,
        ],
      ]);
      const verdicts = { P1: '1 - Critical', P2: '2 - High', P3: '3 - Moderate', P4: '4 - Low' };
      expect(
        await ask({ measures: ['externalVerdictsMet', 'ticketsOpened'], dimensions: ['priority'] }),
      ).toEqual(
        Object.entries(verdicts).map(([priority, label]) => [
          priority,
          ...(expected?.sla_by_priority[label] ?? []),
        ]),
      );
      const groups = await ask({
        measures: ['ticketsOpened'],
        dimensions: ['queueName'],
        orderBy: [{ name: 'ticketsOpened', direction: 'DESC' }],
      });
      expect(groups.slice(0, 5)).toEqual(expected?.top_groups);
      const months = await ask({ measures: ['ticketsOpened'], grain: 'MONTH' });
      expect(
        Object.fromEntries(
          months.filter(([, count]) => count !== 0).map(([day, count]) => [String(day).slice(0, 7), count]),
        ),
      ).toEqual(expected?.opened_by_month);
    });

    it('tells reassignments, reopenings and waiting as events', () => {
      const events = incidents.flatMap(({ events: { nodes } }) => nodes);
      const of = (type: string) => events.filter((event) => event.type === type).length;
      expect({ waited: of('WAITED'), reopened: of('REOPENED'), routed: of('ROUTED') }).toEqual({
        waited: 406,
        reopened: 26,
        routed: 1_260,
      });
      expect(events.filter(({ text }) => /group: .* → /.test(text ?? ''))).toHaveLength(1_441);
    });

    it('has clocks of its own beside the other system’s verdict, which stand still while it waits', () => {
      expect(metByPriority(incidents)).toEqual({ P1: 3, P2: 13, P3: 1_022, P4: 38 });
      const breached = incidents.filter(({ clocks }) => clocks[0]?.status === 'BREACHED');
      const told = (type: string) =>
        incidents.flatMap(({ events }) => events.nodes.filter((event) => event.type === type)).length;
      // Where the log came late, what was told before it came is taken back.
      expect(told('SLA_BREACHED') - told('SLA_BREACH_WITHDRAWN')).toBe(breached.length);
      expect(told('SLA_WARNED')).toBe(0);
      const elapsed = incidents.reduce(
        (hours, { clocks }) => hours + (clocks[0]?.elapsedSeconds ?? 0) / 3_600,
        0,
      );
      expect(elapsed).toBeLessThan((expected?.resolve_hours.mean ?? 0) * incidents.length);
    });

    it('has clocks from opening to resolution where its log is left out', async () => {
      const customer = await customerId('tickets-alone', 'unpaused');
      let alone = await readIncidents(platform, customer);
      // Clocks are settled once nothing more has come for a while.
      for (let looks = 0; looks < 60 && alone.some(({ clocks }) => clocks.length === 0); looks += 1) {
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        alone = await readIncidents(platform, customer);
      }
      expect(metByPriority(alone)).toEqual({ P1: 1, P2: 12, P3: 877, P4: 31 });
    }, 300_000);

    it('tells the life of an incident in the words of the platform', async () => {
      const { ticket } = await platform.data<{ ticket: { events: { nodes: unknown[] } } }>(
        'admin',
        `{ ticket: ticketByExternalId(source: "servicenow", externalId: "INC0000045") {
             kind status priority channel openedAt resolvedAt closedAt
             events(first: 4) { nodes { sequence at type from to actor { name } } }
           } }`,
      );
      expect(ticket).toEqual({
        kind: 'INCIDENT',
        status: 'CLOSED',
        priority: 'P3',
        channel: 'PHONE',
        openedAt: '2016-02-29T01:16:00.000Z',
        resolvedAt: '2016-02-29T11:29:00.000Z',
        closedAt: '2016-03-05T12:00:00.000Z',
        events: {
          nodes: [
            ['2016-02-29T01:23:00.000Z', 'OPENED', null, 'NEW', 'Updated by 21'],
            ['2016-02-29T08:53:00.000Z', 'RESOLVED', 'NEW', 'RESOLVED', 'Updated by 642'],
            ['2016-02-29T11:29:00.000Z', 'UPDATED', 'RESOLVED', 'RESOLVED', 'Updated by 804'],
            ['2016-03-05T12:00:00.000Z', 'CLOSED', 'RESOLVED', 'CLOSED', 'Updated by 908'],
          ].map(([at, type, from, to, name], index) => ({
            sequence: index + 1,
            at,
            type,
            from,
            to,
            actor: { name },
          })),
        },
      });
    });
  });
});
