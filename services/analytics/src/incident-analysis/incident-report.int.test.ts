import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-03-31T00:00:00.000Z');
const PERIOD = { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };

const at = (time: string) => `2026-03-${time}:00Z`;
const changed = (
  id: string,
  kind: string,
  outcome: string | null,
  began: string,
  ended: string,
  assets: string,
) =>
  `insert into change (id, version, title, kind, status, outcome, asset_ids, started_at, ended_at)
   values ('${id}', 1, '${id}', '${kind}', '${outcome === null ? 'CANCELLED' : 'COMPLETED'}',
     ${outcome === null ? 'null' : `'${outcome}'`}, '{${assets}}', '${at(began)}', '${at(ended)}')`;
/** Detected after 10 minutes, restored after an hour, resolved after two. */
const incident = (
  id: string,
  from: string,
  assets: string[],
  cause: string | null,
  byHand: string | null = null,
) => [
  `insert into incident (id, version, planned, started_at, detected_at, restored_at, cause_category, caused_by_change_id)
   values ('${id}', 1, false, '${at(from)}', timestamptz '${at(from)}' + interval '10 minutes',
     timestamptz '${at(from)}' + interval '1 hour', ${cause ? `'${cause}'` : 'null'}, ${byHand ? `'${byHand}'` : 'null'})`,
  `insert into ticket (id, version, kind, status, severity, opened_at, resolved_at) values ('${id}', 1, 'INCIDENT', 'X',
     'HIGH', '${at(from)}', timestamptz '${at(from)}' + interval '2 hours')`,
  `insert into asset_incident (incident_id, version, planned) values ('${id}', 1, false)`,
  ...assets.map(
    (asset, piece) => `insert into asset_impact (incident_id, piece, asset_id, state, impact_from, impact_to)
      values ('${id}', ${piece}, '${asset}', 'DOWN', '${at(from)}', timestamptz '${at(from)}' + interval '1 hour')`,
  ),
];

beforeAll(() =>
  service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    const statements = [
      `insert into asset (id, version, name, kind, first_seen_at) values ('ast_db', 1, 'db', 'database', now()),
         ('ast_web', 1, 'web', 'service', now()), ('ast_api', 1, 'api', 'service', now())`,
      changed('chg_db', 'NORMAL', 'SUCCEEDED', '10T08:00', '10T10:00', 'ast_db'),
      changed('chg_web', 'EMERGENCY', 'FAILED', '09T08:00', '09T12:00', 'ast_web'),
      changed('chg_late', 'NORMAL', 'SUCCEEDED', '10T12:31', '10T13:00', 'ast_web'),
      changed('chg_off', 'STANDARD', null, '10T08:00', '10T10:00', 'ast_web'),
      changed('chg_hand', 'NORMAL', 'ROLLED_BACK', '02T08:00', '02T10:00', 'ast_else'),
      changed('chg_under_way', 'STANDARD', 'SUCCEEDED_WITH_ISSUES', '20T08:00', '20T18:00', 'ast_api,ast_db'),
      // Exactly 24 hours after the emergency's end; the database's change is nearer in time, but one dependency away.
      ...incident('tkt_1', '10T12:00', ['ast_web'], 'HUMAN'),
      // Overlaps the first by half an hour; a second late for the emergency, so the provider's change it is.
      ...incident('tkt_2', '10T12:30', ['ast_web', 'ast_api'], 'SOFTWARE'),
      ...incident('tkt_3', '20T10:00', ['ast_db'], null),
      ...incident('tkt_4', '25T10:00', [], 'HUMAN', 'chg_hand'),
      // Before the period, and what makes the third a repeat.
      ...incident('tkt_0', '01T00:00', ['ast_db'], 'HARDWARE').map((one) =>
        one.replaceAll('2026-03-01', '2026-02-27'),
      ),
      `insert into incident_suspects (id, version, suspects) values
         ('tkt_1', 1, '[{"changeId": "chg_db", "hops": 1}]'), ('tkt_2', 1, '[{"changeId": "chg_db", "hops": 2}]')`,
    ];
    for (const statement of statements) await tx.query(statement);
  }),
);

const REPORT = `query ($from: DateTime!, $to: DateTime!, $by: IncidentReportDimension!, $asOf: DateTime, $key: String, $open: Boolean, $changeId: ID) {
  incidentReport(from: $from, to: $to, by: $by, asOf: $asOf) {
    rows { key asset { id } incidentCount openCount repeatCount causedByChangeCount causedByHandCount outageSeconds
           meanTimeBetweenFailuresSeconds restore { mean measuredCount } }
    total { key incidentCount repeatCount causedByChangeCount causedByHandCount outageSeconds meanTimeBetweenFailuresSeconds }
    incidents(first: 10, key: $key, open: $open, changeId: $changeId) { totalCount nodes { ticket { id } repeated resolvedAt
      restoreSeconds assets { id } attribution { change { id } source rule hops } } } } }`;
interface Incidents {
  incidentReport: {
    rows: Record<string, unknown>[];
    total: Record<string, unknown>;
    incidents: { totalCount: number; nodes: (Record<string, unknown> & { ticket: { id: string } })[] };
  } | null;
}
const report = async (variables: Record<string, unknown>) => {
  const { incidentReport } = await service.run<Incidents>(REPORT, { ...PERIOD, ...variables });
  if (!incidentReport) throw new Error('no report');
  return incidentReport;
};
const pick = (rows: Record<string, unknown>[], ...names: string[]) =>
  rows.map((row) => names.map((name) => row[name]));

describe('a report on incidents', () => {
  it('counts them by cause, with repeats, outage and the time between failures', async () => {
    const { rows, total } = await report({ by: 'CAUSE' });
    expect(pick(rows, 'key', 'incidentCount', 'repeatCount', 'outageSeconds')).toEqual([
      ['HUMAN', 2, 0, 7200],
      ['', 1, 1, 3600],
      // The second hit the asset of the first half an hour later.
      ['SOFTWARE', 1, 1, 3600],
    ]);
    const observed = 30 * 86_400;
    expect(total).toEqual({
      key: null,
      incidentCount: 4,
      repeatCount: 2,
      causedByChangeCount: 4,
      causedByHandCount: 1,
      // 12:00–13:30, and two hours apart.
      outageSeconds: 5400 + 7200,
      meanTimeBetweenFailuresSeconds: (observed - 12_600) / 4,
    });
    const month = await report({ by: 'MONTH', asOf: '2026-03-10T12:15:00Z' });
    expect(month.rows).toEqual([
      expect.objectContaining({
        key: '2026-03',
        incidentCount: 1,
        openCount: 1,
        outageSeconds: 900,
        restore: { mean: null, measuredCount: 0 },
      }),
    ]);
  });

  it('counts an incident with each asset, once with each kind, and once in all', async () => {
    const assets = await report({ by: 'ASSET', key: 'ast_web' });
    expect(pick(assets.rows, 'key', 'asset', 'incidentCount')).toEqual([
      ['ast_web', { id: 'ast_web' }, 2],
      ['', null, 1],
      ['ast_api', { id: 'ast_api' }, 1],
      ['ast_db', { id: 'ast_db' }, 1],
    ]);
    expect(assets.incidents.nodes.map(({ ticket }) => ticket.id)).toEqual(['tkt_1', 'tkt_2']);
    const kinds = await report({ by: 'ASSET_KIND', key: '' });
    expect(pick(kinds.rows, 'key', 'incidentCount')).toEqual([
      ['service', 2],
      ['', 1],
      ['database', 1],
    ]);
    expect(kinds.total['incidentCount']).toBe(4);
    expect(kinds.incidents.nodes.map(({ ticket }) => ticket.id)).toEqual(['tkt_4']);
  });

  it('lays them to changes by rule, and by hand before it', async () => {
    const { incidents } = await report({ by: 'MONTH' });
    const laid = (id: string, source: string, rule: number | null, hops: number | null) => ({
      change: { id },
      source,
      rule,
      hops,
    });
    expect(incidents.nodes.map(({ ticket, attribution }) => [ticket.id, attribution])).toEqual([
      ['tkt_1', laid('chg_web', 'RULE', 1, 0)],
      ['tkt_2', laid('chg_db', 'RULE', 1, 2)],
      ['tkt_3', laid('chg_under_way', 'RULE', 1, 0)],
      ['tkt_4', laid('chg_hand', 'HAND', null, null)],
    ]);
    expect((await report({ by: 'MONTH', changeId: 'chg_db' })).incidents).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          ticket: { id: 'tkt_2' },
          repeated: true,
          restoreSeconds: 3600,
          assets: [{ id: 'ast_api' }, { id: 'ast_web' }],
        },
      ],
    });
  });

  it('lists what is open at an instant', async () => {
    const asOf = '2026-03-10T14:00:00Z';
    const open = await report({ by: 'MONTH', asOf, open: true });
    expect(open.incidents.nodes.map(({ ticket, resolvedAt }) => [ticket.id, resolvedAt])).toEqual([
      ['tkt_2', null],
    ]);
    const over = await report({ by: 'MONTH', asOf, open: false });
    expect(over.incidents.nodes.map(({ ticket }) => ticket.id)).toEqual(['tkt_1']);
  });

  it('is for staff and analysts, takes one statement, and refuses a period turned round', async () => {
    expect(await service.run(REPORT, { ...PERIOD, by: 'MONTH' }, testCallers.contact('cus_a'))).toEqual({
      incidentReport: null,
    });
    await report({ by: 'ASSET' });
    // Report, page, count.
    expect(await service.countStatements(REPORT, { ...PERIOD, by: 'ASSET' })).toBe(3);
    await expect(report({ by: 'MONTH', to: PERIOD.from })).rejects.toThrow('`to` is later');
  });
});

const CHANGES = `query ($from: DateTime!, $to: DateTime!, $by: ChangeReportDimension!, $key: String, $outcome: String, $harmful: Boolean) {
  changeReport(from: $from, to: $to, by: $by) {
    rows { key asset { id } succeeded succeededWithIssues failed rolledBack cancelled incidentCount byHandCount
           successRate { ratio } emergencyShare { ratio } harmfulShare { numerator denominator } }
    total { key succeeded cancelled incidentCount harmfulShare { numerator denominator } }
    changes(first: 10, key: $key, outcome: $outcome, harmful: $harmful) { totalCount nodes { change { id } title kind outcome cancelled endedAt
      assets { id } incidents { ticket { id } source rule hops } } } } }`;
interface Changes {
  changeReport: {
    rows: Record<string, unknown>[];
    total: Record<string, unknown>;
    changes: { totalCount: number; nodes: (Record<string, unknown> & { change: { id: string } })[] };
  };
}
const changes = async (variables: Record<string, unknown>) =>
  (await service.run<Changes>(CHANGES, { ...PERIOD, ...variables })).changeReport;

describe('a report on changes', () => {
  it('tells how they came out and what is laid to them', async () => {
    const { rows, total } = await changes({ by: 'KIND' });
    expect(
      pick(
        rows,
        'key',
        'succeeded',
        'succeededWithIssues',
        'failed',
        'rolledBack',
        'cancelled',
        'incidentCount',
        'byHandCount',
      ),
    ).toEqual([
      ['NORMAL', 2, 0, 0, 1, 0, 2, 1],
      ['STANDARD', 0, 1, 0, 0, 1, 1, 0],
      ['EMERGENCY', 0, 0, 1, 0, 0, 1, 0],
    ]);
    expect(total).toEqual({
      key: null,
      succeeded: 2,
      cancelled: 1,
      incidentCount: 4,
      harmfulShare: { numerator: 4, denominator: 5 },
    });
    const assets = await changes({ by: 'ASSET', key: 'ast_db' });
    expect(assets.rows.map(({ key }) => key)).toEqual(['ast_web', 'ast_db', 'ast_api', 'ast_else']);
    expect(assets.changes.nodes.map(({ change }) => change.id)).toEqual(['chg_db', 'chg_under_way']);
  });

  it('lists them with their incidents', async () => {
    const harmful = await changes({ by: 'KIND', harmful: true, key: 'NORMAL' });
    expect(harmful.changes.nodes).toMatchObject([
      {
        change: { id: 'chg_hand' },
        incidents: [{ ticket: { id: 'tkt_4' }, source: 'HAND', rule: null, hops: null }],
      },
      {
        change: { id: 'chg_db' },
        incidents: [{ ticket: { id: 'tkt_2' }, source: 'RULE', rule: 1, hops: 2 }],
      },
    ]);
    const harmless = await changes({ by: 'KIND', harmful: false });
    expect(harmless.changes.nodes.map(({ change }) => change.id)).toEqual(['chg_off', 'chg_late']);
    const cancelled = await changes({ by: 'OUTCOME', outcome: 'CANCELLED' });
    expect(cancelled.changes.nodes).toMatchObject([
      { change: { id: 'chg_off' }, cancelled: true, outcome: null },
    ]);
  });
});
