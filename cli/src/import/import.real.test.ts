import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { loadMapping, planMapped, runImport, type ImportSummary } from './index.js';
import { MemorySink } from './testing/memory.sink.js';
import { sharedData } from './testing/shared-data.js';

const data = sharedData();

const KEYS = {
  importTicketEvents: ['ticket', 'sequence'],
  importDependencies: ['consumer', 'provider', 'group'],
};

async function importReal(
  file: string,
  mapping: string,
  sink: MemorySink,
  settings: Record<string, string> = {},
): Promise<ImportSummary> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-import-'));
  const copy = join(folder, basename(file));
  copyFileSync(join(data, file), copy);
  const stages = await planMapped(copy, await loadMapping(mapping, settings));
  return runImport({ stages, sink, source: 'real', progress: () => undefined, now: () => performance.now() });
}

describe('the ServiceNow incident log', () => {
  const sink = new MemorySink(KEYS);
  let summary: ImportSummary;
  const expected = JSON.parse(readFileSync(join(data, 'uci/expected.json'), 'utf8')) as {
    incidents: number;
    events: number;
    reopened: number;
    reassigned: number;
    reassign_total: number;
    made_sla_last_true: number;
    sla_by_priority: Record<string, [met: number, total: number]>;
    resolve_hours: { n: number; mean: number; median: number };
    distinct_callers: number;
    top_groups: [string, number][];
    opened_by_month: Record<string, number>;
  };

  beforeAll(async () => {
    summary = await importReal('uci/incident_event_log_sample.csv', 'servicenow-incident-log', sink);
  });

  it('makes one ticket of each incident and one event of each row, rejecting none', () => {
    expect(
      summary.stages.map(({ noun, read, created, rejected }) => ({ noun, read, created, rejected })),
    ).toEqual([
      { noun: 'contacts', read: 0, created: 0, rejected: 0 },
      { noun: 'tickets', read: expected.incidents, created: expected.incidents, rejected: 0 },
      { noun: 'ticket_events', read: expected.events, created: expected.events, rejected: 0 },
    ]);
  });

  it('keeps counts, priorities, verdicts, groups and months', () => {
    const tickets = sink.rows('importTickets');
    const priority = { P1: '1 - Critical', P2: '2 - High', P3: '3 - Moderate', P4: '4 - Low' };
    for (const [level, label] of Object.entries(priority)) {
      const ofLevel = tickets.filter((ticket) => ticket['priority'] === level);
      const met = ofLevel.filter((ticket) => ticket['external_verdict'] === 'true');
      expect([met.length, ofLevel.length]).toEqual(expected.sla_by_priority[label]);
    }
    expect(tickets.filter((ticket) => ticket['external_verdict'] === 'true')).toHaveLength(
      expected.made_sla_last_true,
    );
    expect(tickets.filter((ticket) => Number(ticket['reopenings']) > 0)).toHaveLength(expected.reopened);
    const reassignments = tickets.map((ticket) => Number(ticket['reassignments']));
    expect(reassignments.filter((count) => count > 0)).toHaveLength(expected.reassigned);
    expect(reassignments.reduce((sum, count) => sum + count, 0)).toBe(expected.reassign_total);
    for (const [group, count] of expected.top_groups) {
      expect(tickets.filter((ticket) => ticket['queue'] === group && ticket['team'] === group)).toHaveLength(
        count,
      );
    }
    for (const [month, count] of Object.entries(expected.opened_by_month)) {
      expect(tickets.filter((ticket) => ticket['opened_at']?.startsWith(month))).toHaveLength(count);
    }
  });

  it('reads its times so that the hours to resolve come out', () => {
    const hours = sink
      .rows('importTickets')
      .filter((ticket) => ticket['resolved_at'] !== undefined)
      .map(
        (ticket) =>
          (Date.parse(ticket['resolved_at'] ?? '') - Date.parse(ticket['opened_at'] ?? '')) / 3_600_000,
      )
      .sort((left, right) => left - right);
    expect(hours).toHaveLength(expected.resolve_hours.n);
    expect(hours.reduce((sum, value) => sum + value, 0) / hours.length).toBeCloseTo(
      expected.resolve_hours.mean,
      4,
    );
    expect(hours[Math.floor(hours.length / 2)]).toBeCloseTo(expected.resolve_hours.median, 4);
  });

  it('numbers the events of each ticket from 1 and carries each status to the next', () => {
    const events = sink.rows('importTicketEvents').filter((event) => event['ticket'] === 'INC0000079');
    expect(events.map((event) => event['sequence'])).toEqual(events.map((_, index) => String(index + 1)));
    expect(events[0]).toMatchObject({ type: 'opened', to: 'NEW', actor: 'Updated by 908' });
    expect(events[0]?.['from']).toBeUndefined();
    const steps = events.filter(
      ({ type }) => !['routed', 'assigned', 'priority_changed'].includes(type ?? ''),
    );
    expect(steps.slice(1).map((event) => event['from'])).toEqual(
      steps.slice(0, -1).map((event) => event['to']),
    );
  });

  it('tells reassignments, reopenings and changes of priority as what they are', () => {
    const events = sink.rows('importTicketEvents');
    const of = (type: string) => events.filter((event) => event['type'] === type);
    const counts = ['waited', 'resumed', 'reopened', 'routed', 'assigned', 'priority_changed'].map((type) => [
      type,
      of(type).length,
    ]);
    // Counted apart: what a row changes of the state comes first, then group, person and priority.
    expect(Object.fromEntries(counts)).toEqual({
      waited: 406,
      resumed: 76,
      reopened: 26,
      routed: 1260,
      assigned: 160,
      priority_changed: 18,
    });
    expect(of('waited').every(({ to }) => to?.startsWith('WAITING_ON_'))).toBe(true);
    expect(of('routed').every(({ from, to }) => from !== undefined && from !== to)).toBe(true);
    expect(of('priority_changed').every(({ from, to }) => /^P\d P\d$/.test(`${from} ${to}`))).toBe(true);
    // Every change of group is told, also where the same row takes a step of the incident's life.
    expect(events.filter(({ text }) => /group: .* → /.test(text ?? ''))).toHaveLength(1441);
  });

  it('belongs to the customer that the call names, with its callers as contacts', async () => {
    const own = new MemorySink(KEYS);
    const settings = { customer: 'acme' };
    await importReal('uci/incident_event_log_sample.csv', 'servicenow-incident-log', own, settings);
    const contacts = own.rows('importContacts');
    expect(contacts).toHaveLength(expected.distinct_callers);
    expect(contacts.every(({ customer }) => customer === 'acme')).toBe(true);
    expect(own.rows('importTickets').every(({ customer }) => customer === 'acme')).toBe(true);
    expect(own.rows('importTickets')[0]).toMatchObject({ contact: 'Caller 2403' });
    await expect(loadMapping('servicenow-incident-log', { owner: 'acme' })).rejects.toThrow(
      'does not ask for owner',
    );
  });

  it('makes each person once, before the rows that name them, and waits until that is known', () => {
    expect(sink.rows('importPeople').every((person) => person['name'] === person['external_id'])).toBe(true);
    expect(sink.rows('importPeople').some((person) => person['external_id'] === '?')).toBe(false);
    const calls = sink.calls.slice(sink.calls.indexOf('known people'));
    expect(calls.slice(0, 4)).toEqual(['known people', 'importPeople', 'settled', 'importTickets']);
  });

  it('changes nothing the second time', async () => {
    const again = await importReal('uci/incident_event_log_sample.csv', 'servicenow-incident-log', sink);
    expect(again.stages.map(({ unchanged }) => unchanged)).toEqual([0, expected.incidents, expected.events]);
  });
});

describe('GraphML networks', () => {
  const index = parse<{
    network: string;
    nodes: string;
    edges: string;
  }>(readFileSync(join(data, 'topology-zoo/index.csv')), { columns: true });

  it.each(index)('$network becomes $nodes nodes and $edges links, tied both ways', async (network) => {
    const sink = new MemorySink(KEYS);
    const summary = await importReal(`topology-zoo/${network.network}.graphml`, 'graphml-topology', sink);
    expect(summary.stages.reduce((sum, stage) => sum + stage.rejected + stage.ignored, 0)).toBe(0);
    const assets = sink.rows('importAssets');
    const links = assets.filter((asset) => asset['kind'] === 'network_link');
    expect(assets.length - links.length).toBe(Number(network.nodes));
    expect(links).toHaveLength(Number(network.edges));
    const ids = new Set(assets.map((asset) => asset['external_id']));
    const dependencies = sink.rows('importDependencies');
    expect(dependencies).toHaveLength(4 * links.length);
    for (const { consumer, provider, strength, group, min_up: minUp } of dependencies) {
      expect(ids.has(consumer) && ids.has(provider)).toBe(true);
      expect(strength).toBe('HARD');
      const linkNeedsNode = links.some((link) => link['external_id'] === consumer);
      expect([group, minUp]).toEqual(linkNeedsNode ? [undefined, undefined] : ['links', '1']);
    }
  });

  it('covers all twelve files', () => {
    const files = readdirSync(join(data, 'topology-zoo')).filter((name) => name.endsWith('.graphml'));
    expect(files.map((name) => name.replace('.graphml', '')).sort()).toEqual(
      index.map((row) => row.network).sort(),
    );
  });
});

describe('Kubernetes manifests', () => {
  it('yield the 12 deployments and the 16 edges among them', async () => {
    const sink = new MemorySink(KEYS);
    const summary = await importReal(
      'online-boutique/kubernetes-manifests.yaml',
      'kubernetes-manifests',
      sink,
    );
    const edges = parse<{
      source: string;
      target: string;
    }>(readFileSync(join(data, 'online-boutique/edges.csv')), { columns: true });
    expect(sink.rows('importAssets')).toHaveLength(12);
    const found = sink.rows('importDependencies').map((row) => `${row['consumer']} ${row['provider']}`);
    expect(found.sort()).toEqual(edges.map((edge) => `${edge.source} ${edge.target}`).sort());
    expect(summary.stages.at(-1)).toMatchObject({
      noun: 'dependencies',
      created: 16,
      rejected: 0,
      ignored: 1,
    });
  });
});

describe('a Backstage catalogue', () => {
  const importCatalogue = (file: string, sink: MemorySink) =>
    importReal(`backstage-giantswarm/${file}`, 'backstage-catalog', sink);
  const stages = (summary: ImportSummary) =>
    summary.stages
      .filter(({ read }) => read > 0)
      .map(({ noun, read, rejected, ignored }) => [noun, read, rejected + ignored]);

  it('gives an asset of each component as of the day in the name of its file', async () => {
    const sink = new MemorySink(KEYS);
    expect(stages(await importCatalogue('components-2026-01-08.yaml', sink))).toEqual([['assets', 319, 0]]);
    const assets = sink.rows('importAssets');
    expect(assets).toHaveLength(319);
    expect(assets.every((asset) => asset['at'] === '2026-01-08T00:00:00Z')).toBe(true);
    expect(assets[0]).toEqual({
      external_id: 'component:giantswarm/ailefroide-app',
      at: '2026-01-08T00:00:00Z',
      name: 'ailefroide-app',
      kind: 'service',
      status: 'LIVE',
      owner: 'team-chapter-se',
      release: '0.6.0',
      released_at: '2025-12-17T10:23:36Z',
      lifecycle: 'production',
      repository: 'giantswarm/ailefroide-app',
      description: 'A Helm chart for Ailefroide, the Slack support handle manager',
    });
    expect(assets[1]).toMatchObject({ owner: '', tags: 'defaultbranch:master' });
  });

  it('gives the 2,272 changes as history, each component by its own name throughout', async () => {
    const sink = new MemorySink({ ...KEYS, importAssets: ['external_id', 'at'] });
    const summary = await importCatalogue('component_changes.jsonl.gz', sink);
    expect(stages(summary)).toEqual([['assets', 2_272, 0]]);
    const rows = sink.rows('importAssets');
    const having = (column: string, value?: string) =>
      rows.filter((row) => column in row && (value === undefined || row[column] === value));
    expect(new Set(rows.map((row) => row['external_id'])).size).toBe(333);
    expect([having('status', 'LIVE').length, having('status', 'RETIRED').length]).toEqual([377, 377]);
    const updates = rows.filter((row) => !('status' in row));
    const updated = (column: string) => updates.filter((row) => column in row).length;
    expect(updates).toHaveLength(1_518);
    expect(new Set(updates.map((row) => row['external_id'])).size).toBe(229);
    expect([updated('release'), updated('tags'), updated('owner')]).toEqual([1_450, 73, 62]);
    const released = updates.filter((row) => 'release' in row).map((row) => row['external_id']);
    expect(new Set(released).size).toBe(174);
    const kyverno = updates.find((row) => row['at'] === '2024-09-27T09:51:33+02:00' && 'tags' in row);
    expect(kyverno).toEqual({
      external_id: 'component:giantswarm/kyverno',
      at: '2024-09-27T09:51:33+02:00',
      name: 'kyverno',
      kind: 'service',
      tags: 'admission-controller;kubernetes;policy-agent;validating-webhook',
      release: '0.18.0',
    });
    expect(having('owner', '').length).toBeGreaterThan(39);
  });

  it('gives the charts and the interfaces once each, and the teams that own them', async () => {
    const sink = new MemorySink(KEYS);
    expect(stages(await importCatalogue('charts.yaml', sink))).toEqual([['assets', 75, 0]]);
    expect(sink.rows('importAssets')).toHaveLength(68);
    expect(stages(await importCatalogue('crds.yaml', sink))).toEqual([['assets', 18, 0]]);
    expect(sink.rows('importAssets')).toHaveLength(68 + 16);
    expect(stages(await importCatalogue('groups.yaml', sink))).toEqual([['people', 12, 0]]);
    expect(sink.rows('importPeople')).toContainEqual({ external_id: 'team-atlas', name: 'Team Atlas' });
    expect(sink.rows('importAssets').at(-1)).toMatchObject({ kind: 'crd', status: 'LIVE' });
  });
});

describe('the telephone customers', () => {
  const sink = new MemorySink(KEYS);
  const expected = JSON.parse(readFileSync(join(data, 'telco-churn-ibm/reference_stats.json'), 'utf8')) as {
    rows: number;
    churn: { Yes: number };
    mrr_sum: number;
    mrr_churned: number;
    churn_by_contract: Record<string, [ended: number, all: number]>;
  };
  const file = 'telco-churn-ibm/Telco-Customer-Churn.csv';
  /** Exact: prices have at most two decimals. */
  const cents = (rows: Record<string, string>[]) =>
    rows.reduce((sum, row) => sum + Math.round(Number(row['monthly_price']) * 100), 0);

  it('become one product, a plan a contract, a customer and a subscription a row', async () => {
    const summary = await importReal(file, 'telco-churn', sink);
    expect(summary.stages.map(({ noun, created, rejected }) => [noun, created, rejected])).toEqual([
      ['products', 1, 0],
      ['plans', 3, 0],
      ['customers', expected.rows, 0],
      ['subscriptions', expected.rows, 0],
    ]);
    const subscriptions = sink.rows('importSubscriptions');
    const ended = subscriptions.filter((row) => row['ended_on'] !== undefined);
    expect(ended).toHaveLength(expected.churn.Yes);
    expect(cents(subscriptions)).toBe(Math.round(expected.mrr_sum * 100));
    expect(cents(ended)).toBe(Math.round(expected.mrr_churned * 100));
    for (const [contract, counts] of Object.entries(expected.churn_by_contract)) {
      const of = (rows: Record<string, string>[]) => rows.filter((row) => row['plan'] === contract).length;
      expect([of(ended), of(subscriptions)]).toEqual(counts);
    }
    expect(ended.every((row) => (row['started_on'] ?? '') < (row['ended_on'] ?? ''))).toBe(true);
    expect(subscriptions.filter((row) => row['started_on'] === '2020-07-01')).toHaveLength(11);
  });

  it('give one who left within the first month a day at least', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-import-'));
    const path = join(folder, 'left-at-once.csv');
    writeFileSync(
      path,
      'customerID,tenure,Contract,MonthlyCharges,Churn\nA,0,One year,20,Yes\nB,1,One year,20,Yes\n',
    );
    const left = new MemorySink(KEYS);
    await runImport({
      stages: await planMapped(path, await loadMapping('telco-churn')),
      sink: left,
      source: 'real',
      progress: () => undefined,
      now: () => performance.now(),
    });
    expect(left.rows('importSubscriptions').map((row) => [row['started_on'], row['ended_on']])).toEqual([
      ['2020-06-30', '2020-07-01'],
      ['2020-06-01', '2020-07-01'],
    ]);
  });

  it('change nothing the second time', async () => {
    const again = await importReal(file, 'telco-churn', sink);
    expect(again.stages.every(({ read, unchanged }) => read === unchanged)).toBe(true);
  });
});

describe('the help desk log', () => {
  it('becomes a ticket a case, an event a row, and the customers, products and levels it names', async () => {
    const sink = new MemorySink({
      ...KEYS,
      importEntitlements: ['customer', 'product', 'agreement', 'valid_from'],
    });
    const expected = JSON.parse(readFileSync(join(data, 'helpdesk/expected.json'), 'utf8')) as {
      events: number;
      cases: number;
      customers: number;
      products: number;
      service_level: Record<string, number>;
    };
    const file = 'helpdesk/helpdesk_sample.csv';
    const summary = await importReal(file, 'helpdesk-log', sink);
    expect(summary.stages.map(({ noun, created, rejected }) => [noun, created, rejected])).toEqual([
      ['agreements', Object.keys(expected.service_level).length, 0],
      ['support_levels', Object.keys(expected.service_level).length, 0],
      ['products', expected.products, 0],
      ['customers', expected.customers, 0],
      ['assets', expected.products, 0],
      ['entitlements', sink.rows('importEntitlements').length, 0],
      ['teams', 4, 0],
      ['queues', Object.keys(expected.service_level).length, 0],
      ['tickets', expected.cases, 0],
      ['ticket_events', expected.events, 0],
    ]);
    const events = sink.rows('importTicketEvents').filter((event) => event['ticket'] === 'Case 60');
    expect(events.map(({ type, from, to }) => [type, from, to])).toEqual([
      ['opened', undefined, 'NEW'],
      ['acknowledged', 'NEW', 'IN_PROGRESS'],
      ['waited', 'IN_PROGRESS', 'WAITING_ON_CUSTOMER'],
      ['resumed', 'WAITING_ON_CUSTOMER', 'IN_PROGRESS'],
      ['resolved', 'IN_PROGRESS', 'RESOLVED'],
      ['closed', 'RESOLVED', 'CLOSED'],
    ]);
    const again = await importReal(file, 'helpdesk-log', sink);
    expect(again.stages.every(({ read, unchanged }) => read === unchanged)).toBe(true);
  });
});

describe('the incidents of a status page', () => {
  const sink = new MemorySink(KEYS);
  const file = 'github-status/incidents.jsonl';
  const expected = JSON.parse(readFileSync(join(data, 'github-status/expected.json'), 'utf8')) as {
    incidents: number;
    updates: number;
    impact: Record<'critical' | 'major' | 'minor' | 'none' | 'maintenance', number>;
    mttr_minutes_excl_maintenance: { n: number; mean: number; median: number };
    incidents_per_component: Record<string, number>;
  };

  it('become an asset a component, an incident a line and a status update a message', async () => {
    const summary = await importReal(file, 'statuspage-incidents', sink);
    expect(summary.stages.map(({ noun, created, rejected }) => [noun, created, rejected])).toEqual([
      ['assets', Object.keys(expected.incidents_per_component).length, 0],
      ['incidents', expected.incidents, 0],
      ['status_updates', expected.updates, 0],
    ]);
    const incidents = sink.rows('importIncidents');
    const count = (test: (row: Record<string, string>) => boolean) => incidents.filter(test).length;
    expect({
      critical: count((row) => row['severity'] === 'SEV1'),
      major: count((row) => row['severity'] === 'SEV2'),
      minor: count((row) => row['severity'] === 'SEV3'),
      none: count((row) => row['severity'] === 'SEV4'),
      maintenance: count((row) => row['planned'] === 'true'),
    }).toEqual(expected.impact);
    const minutes = incidents
      .filter((row) => row['planned'] === 'false')
      .map((row) => (Date.parse(row['restored_at'] ?? '') - Date.parse(row['started_at'] ?? '')) / 60_000)
      .sort((a, b) => a - b);
    const { n, mean, median } = expected.mttr_minutes_excl_maintenance;
    expect(minutes).toHaveLength(n);
    expect(minutes.reduce((sum, value) => sum + value, 0) / n).toBeCloseTo(mean, 4);
    expect(minutes[(n - 1) / 2]).toBe(median);
    const perComponent = Object.keys(expected.incidents_per_component).map((name) => [
      name,
      count((row) => (row['assets'] ?? '').split(';').includes(name)),
    ]);
    expect(Object.fromEntries(perComponent)).toEqual(expected.incidents_per_component);
  });

  it('change nothing the second time', async () => {
    const again = await importReal(file, 'statuspage-incidents', sink);
    expect(again.stages.every(({ read, unchanged }) => read === unchanged)).toBe(true);
  });
});
