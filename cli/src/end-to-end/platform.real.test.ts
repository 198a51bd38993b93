import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { sharedData } from '../import/testing/shared-data.js';
import { expectUnchanged, readImportedLines } from './imported-lines.js';
import { readNetwork, reachOf } from './network-reach.js';
import { ServedPlatform } from './served.js';

const data = sharedData();

describe('real data, imported by the command line into a running platform', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-real-data-'));
  let platform: ServedPlatform;

  /** Copied first, since rejected rows would be written beside the file. */
  const importFiles = async (files: string[], kind: string, mapping: string, source: string) => {
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
          reopened: number;
          reassigned: number;
          reassign_total: number;
          sla_by_priority: Record<string, [met: number, total: number]>;
        })
      : undefined;
    const importLog = () =>
      importFiles(['uci/incident_event_log_sample.csv'], 'tickets', 'servicenow-incident-log', 'servicenow');

    interface ListedTicket {
      id: string;
      kind: string;
      reopenedCount: number;
      reassignedCount: number;
      events: { totalCount: number };
    }

    const readTickets = async (): Promise<ListedTicket[]> => {
      const tickets: ListedTicket[] = [];
      for (let after: string | null = null, more = true; more;) {
        const page: {
          tickets: {
            pageInfo: { hasNextPage: boolean; endCursor: string | null };
            nodes: ListedTicket[];
          };
        } = await platform.data(
          'admin',
          `query T($after: String) { tickets(first: 100, after: $after) {
             pageInfo { hasNextPage endCursor }
             nodes { id kind reopenedCount reassignedCount events(first: 1) { totalCount } }
           } }`,
          { after },
        );
        tickets.push(...page.tickets.nodes);
        more = page.tickets.pageInfo.hasNextPage;
        after = page.tickets.pageInfo.endCursor;
      }
      return tickets;
    };

    it('becomes a ticket for each incident and an event for each row, and no more the second time', async () => {
      expect(await importLog()).toMatchObject([
        { kind: 'tickets', created: expected?.incidents },
        { kind: 'ticket_events', created: expected?.events },
      ]);
      expectUnchanged(await importLog());
    }, 180_000);

    it('has the priorities, verdicts and totals of the log', async () => {
      const priorities = { P1: '1 - Critical', P2: '2 - High', P3: '3 - Moderate', P4: '4 - Low' };
      const lists = Object.keys(priorities).map(
        (priority) =>
          `${priority}: tickets(first: 1, filter: { priority: ${priority}, kind: INCIDENT }) { totalCount }`,
      );
      const counts = await platform.data<Record<string, { totalCount: number }>>(
        'admin',
        `{ all: tickets(first: 1) { totalCount } ${lists.join(' ')} }`,
      );
      expect(counts['all']?.totalCount).toBe(expected?.incidents);
      for (const [priority, label] of Object.entries(priorities)) {
        expect(counts[priority]?.totalCount).toBe(expected?.sla_by_priority[label]?.[1]);
      }
    });

    it('has the events, reopenings and reassignments of the log', async () => {
      const tickets = await readTickets();
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
      expect(new Set(tickets.map((ticket) => ticket.id)).size).toBe(expected?.incidents);
      expect(sum(tickets.map((ticket) => ticket.events.totalCount))).toBe(expected?.events);
      expect(tickets.filter((ticket) => ticket.reopenedCount > 0)).toHaveLength(expected?.reopened ?? NaN);
      expect(tickets.filter((ticket) => ticket.reassignedCount > 0)).toHaveLength(
        expected?.reassigned ?? NaN,
      );
      expect(sum(tickets.map((ticket) => ticket.reassignedCount))).toBe(expected?.reassign_total);
    }, 60_000);

    it('tells the life of an incident in the words of the platform', async () => {
      const { ticket } = await platform.data<{ ticket: { events: { nodes: unknown[] } } }>(
        'admin',
        `{ ticket: ticketByExternalId(source: "servicenow", externalId: "INC0000045") {
             kind status priority channel openedAt resolvedAt closedAt
             events(first: 10) { nodes { sequence at type from to actor { name } } }
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
