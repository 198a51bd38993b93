import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { countStatements, testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

interface Report {
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  rejects: { line: number; column: string | null; reason: string }[];
}

const at = (time: string) => `2026-03-10T${time}:00.000Z`;

describe('incidents', () => {
  const test = testSubgraph({ database: ticketsDatabase, create: createTicketsSubgraph });
  let desk: Desk;

  const send = async (mutation: string, rows: object[]) => {
    const { report } = await test.run<{ report: Report }>(
      `mutation ($rows: [JSON!]!) { report: ${mutation}(input: { source: "test", rows: $rows }) {
         created updated unchanged rejected rejects { line column reason } } }`,
      { rows },
    );
    return report;
  };
  const counts = ({ created, updated, unchanged, rejected }: Report) => [
    created,
    updated,
    unchanged,
    rejected,
  ];
  const ticket = async (externalId: string, fields: string, caller?: Principal) =>
    (
      await test.run<{
        ticket: { id: string; version: number; incident: { version: number } } & Record<string, unknown>;
      }>(
        `query ($externalId: String!) { ticket: ticketByExternalId(source: "test", externalId: $externalId) { id ${fields} } }`,
        { externalId },
        caller,
      )
    ).ticket;
  const told = async (id: string) =>
    (await test.events()).filter(
      ({ type, subject }) => type === 'plimsoll.incident.impact_recorded.v1' && subject === id,
    );
  const full = {
    external_id: 'INC-1',
    title: 'Orders unavailable',
    started_at: at('10:00'),
    detected_at: at('10:02'),
    acknowledged_at: at('10:05'),
    mitigated_at: at('10:20'),
    restored_at: at('10:30'),
    resolved_at: at('12:00'),
    assets: 'web;db',
    state: 'DOWN',
    planned: 'false',
    severity: 'SEV2',
    cause_category: 'human-error',
    caused_by_change: 'CHG-1',
  };

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
  });

  it('come from a file as tickets with their outage, steps and event', async () => {
    expect(counts(await send('importIncidents', [full]))).toEqual([1, 0, 0, 0]);
    const found = await ticket(
      'INC-1',
      `kind subject severity priority status openedAt resolvedAt category assets { nodes { id } }
       incident { version startedAt detectedAt acknowledgedAt mitigatedAt restoredAt planned causeCategory
         causedByChange { id } impacts { asset { id } product { id } customer { id } state from to } }
       events { nodes { sequence type at } }`,
    );
    const hit = { product: null, customer: null, state: 'DOWN', from: at('10:00'), to: at('10:30') };
    expect(found).toMatchObject({
      kind: 'INCIDENT',
      subject: 'Orders unavailable',
      severity: 'SEV2',
      priority: 'P2',
      status: 'RESOLVED',
      openedAt: at('10:02'),
      resolvedAt: at('12:00'),
      category: 'human-error',
      assets: { nodes: [desk.web, desk.database].toSorted().map((id) => ({ id })) },
      incident: {
        version: 1,
        startedAt: at('10:00'),
        detectedAt: at('10:02'),
        acknowledgedAt: at('10:05'),
        mitigatedAt: at('10:20'),
        restoredAt: at('10:30'),
        planned: false,
        causeCategory: 'human-error',
        causedByChange: { id: expect.stringMatching(/^chg_/) as unknown },
        impacts: [
          { asset: { id: desk.web }, ...hit },
          { asset: { id: desk.database }, ...hit },
        ],
      },
      events: {
        nodes: [
          { sequence: 1, type: 'OPENED', at: at('10:02') },
          { sequence: 2, type: 'DETECTED', at: at('10:02') },
          { sequence: 3, type: 'ACKNOWLEDGED', at: at('10:05') },
          { sequence: 4, type: 'MITIGATED', at: at('10:20') },
          { sequence: 5, type: 'RESTORED', at: at('10:30') },
          { sequence: 6, type: 'RESOLVED', at: at('12:00') },
        ],
      },
    });
    const event = { state: 'DOWN', from: at('10:00'), to: at('10:30') };
    expect(await told(found.id)).toMatchObject([
      {
        version: 1,
        data: {
          id: found.id,
          ticketId: found.id,
          externalId: 'INC-1',
          source: 'test',
          planned: false,
          announcedFrom: null,
          announcedTo: null,
          noticeGivenAt: null,
          startedAt: at('10:00'),
          restoredAt: at('10:30'),
          impacts: [
            { assetId: desk.web, ...event },
            { assetId: desk.database, ...event },
          ],
        },
      },
    ]);
    expect(counts(await send('importIncidents', [full]))).toEqual([0, 0, 1, 0]);
    expect(await told(found.id)).toHaveLength(1);
    expect(counts(await send('importIncidents', [{ ...full, restored_at: at('10:40') }]))).toEqual([
      0, 1, 0, 0,
    ]);
    expect(await told(found.id)).toMatchObject([
      { version: 1 },
      { version: 2, data: { restoredAt: at('10:40'), impacts: [{ to: at('10:40') }, { to: at('10:40') }] } },
    ]);
  });

  it('hit a product, a customer, or that customer on the product, where no asset is named', async () => {
    const row = (id: string, columns: object) => ({
      external_id: id,
      title: id,
      started_at: at('10:00'),
      ...columns,
    });
    await send('importIncidents', [
      row('P-1', { product: 'PRD' }),
      row('C-1', { customer: 'CUS-A', state: 'DEGRADED' }),
      row('PC-1', { customer: 'CUS-A', product: 'PRD' }),
      row('N-1', {}),
    ]);
    const open = { from: at('10:00'), to: null };
    for (const [id, impacts] of Object.entries({
      'P-1': [{ productId: desk.product, state: 'DOWN', ...open }],
      'C-1': [{ customerId: desk.customerA, state: 'DEGRADED', ...open }],
      'PC-1': [{ productId: desk.product, customerId: desk.customerA, state: 'DOWN', ...open }],
      'N-1': [],
    })) {
      const found = await ticket(id, 'status');
      const [event] = await told(found.id);
      expect(event?.data['impacts']).toEqual(impacts);
      expect(found['status']).toBe('NEW');
    }
    expect(
      await ticket('C-1', 'incident { version impacts { state } }', testCallers.contact(desk.customerA)),
    ).toMatchObject({ incident: { version: 1, impacts: null } });
    expect(await ticket('P-1', 'status', testCallers.contact(desk.customerA))).toBeNull();
  });

  it('have the intervals that are listed in place of the one they imply, each row by itself', async () => {
    const incident = {
      external_id: 'INC-2',
      title: 'Phases',
      started_at: at('10:00'),
      restored_at: at('11:00'),
      assets: 'web',
    };
    await send('importIncidents', [incident]);
    const phase = (state: string, from: string, to: string, columns: object = { asset: 'web' }) => ({
      incident: 'INC-2',
      state,
      from: at(from),
      to: to && at(to),
      ...columns,
    });
    const rows = [phase('DOWN', '10:00', '10:20'), phase('DEGRADED', '10:20', '')];
    const bad = [
      phase('DOWN', '10:30', '10:30'),
      phase('UP', '10:30', '10:40'),
      phase('DOWN', '10:30', '10:40', {}),
      phase('DOWN', '10:30', '10:40', { asset: 'nothing' }),
      phase('DOWN', '10:30', '10:40', { asset: 'web', product: 'PRD' }),
    ];
    const report = await send('importIncidentImpacts', [...rows, ...bad]);
    expect(counts(report)).toEqual([2, 0, 0, 5]);
    expect(report.rejects.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '3 An impact ends after it begins.',
      '4 state is none of DOWN, DEGRADED.',
      '5 An impact names an asset, a product or a customer.',
      '6 There is no asset "nothing" in source "test".',
      '7 An impact names an asset, or a product and a customer, not both.',
    ]);
    const { id } = await ticket('INC-2', '');
    const listed = [
      { assetId: desk.web, state: 'DOWN', from: at('10:00'), to: at('10:20') },
      { assetId: desk.web, state: 'DEGRADED', from: at('10:20'), to: at('11:00') },
    ];
    expect((await told(id)).at(-1)?.data['impacts']).toEqual(listed);
    const before = (await test.events()).length;
    expect(counts(await send('importIncidentImpacts', rows))).toEqual([0, 0, 2, 0]);
    expect(counts(await send('importIncidents', [incident]))).toEqual([0, 0, 1, 0]);
    expect(await test.events()).toHaveLength(before);
    expect(counts(await send('importIncidentImpacts', [phase('DEGRADED', '10:20', '10:50')]))).toEqual([
      0, 1, 0, 0,
    ]);
    expect((await told(id)).at(-1)?.data['impacts']).toEqual([listed[0], { ...listed[1], to: at('10:50') }]);
  });

  it('that make no sense are refused, and spoil no other', async () => {
    await send('importTickets', [{ external_id: 'REQ', subject: 'S', opened_at: at('10:00') }]);
    const row = (id: string, columns: object) => ({
      external_id: id,
      title: id,
      started_at: at('10:00'),
      ...columns,
    });
    const report = await send('importIncidents', [
      row('X-1', { restored_at: at('09:00') }),
      row('X-2', { announced_from: at('09:00') }),
      row('X-3', { assets: 'web', impact_to: at('09:00') }),
      row('X-4', { assets: 'web;gone' }),
      row('REQ', {}),
      row('X-5', {}),
    ]);
    expect(counts(report)).toEqual([1, 0, 0, 5]);
    expect(report.rejects).toMatchObject([
      { line: 1, reason: 'An incident is not restored before it starts.' },
      { line: 2, reason: 'An announced window has a beginning and an end.' },
      { line: 3, reason: 'An impact ends after it begins.' },
      { line: 4, column: 'assets' },
      { line: 5, column: 'external_id', reason: 'This is a ticket of kind REQUEST.' },
    ]);
  });

  it('tell what was last said about them', async () => {
    await send('importIncidents', [
      { external_id: 'U-1', title: 'Slow', started_at: at('10:00'), customer: 'CUS-A' },
    ]);
    const update = (id: string, status: string, time: string, columns: object = {}) => ({
      external_id: id,
      incident: 'U-1',
      at: at(time),
      status,
      text: `Text ${id}`,
      components: 'Orders;Search',
      ...columns,
    });
    const rows = [
      update('1', 'identified', '10:20'),
      update('2', 'INVESTIGATING', '10:05'),
      update('3', 'X', '10:30', { incident: 'gone' }),
    ];
    expect(counts(await send('importStatusUpdates', rows))).toEqual([2, 0, 0, 1]);
    expect(counts(await send('importStatusUpdates', rows))).toEqual([0, 0, 2, 1]);
    expect(
      counts(await send('importStatusUpdates', [update('1', 'identified', '10:20', { text: 'Other' })])),
    ).toEqual([0, 0, 0, 1]);
    expect(
      await ticket('U-1', 'lastUpdate { at status text components }', testCallers.contact(desk.customerA)),
    ).toMatchObject({
      lastUpdate: { at: at('10:20'), status: 'IDENTIFIED', text: 'Text 1', components: ['Orders', 'Search'] },
    });
  });

  describe('by hand', () => {
    const record = async (input: object, caller: Principal = testCallers.agent) =>
      (
        await test.run<{
          result: { incident: object | null; userErrors: { code: string; path: string[] }[] };
        }>(
          `mutation ($input: RecordIncidentImpactInput!) { result: recordIncidentImpact(input: $input) {
             incident { version restoredAt planned impacts { asset { id } state from to } } userErrors { code path } } }`,
          { input },
          caller,
        )
      ).result;
    const open = async (input: object) =>
      (
        await test.run<{ result: { ticket: { id: string; version: number } } }>(
          'mutation ($input: OpenTicketInput!) { result: openTicket(input: $input) { ticket { id version } userErrors { message } } }',
          { input: { subject: 'Down', kind: 'INCIDENT', ...input } },
          testCallers.agent,
        )
      ).result.ticket;

    it('begin with their ticket, have their impact recorded, and end with it', async () => {
      const { id, version } = await open({ idempotencyKey: 'i1', assetIds: [desk.web] });
      const impacts = [{ assetId: desk.web, state: 'DOWN', from: at('10:00') }];
      expect(await record({ id, expectedVersion: 1, startedAt: at('10:00'), impacts })).toMatchObject({
        incident: {
          version: 2,
          impacts: [{ asset: { id: desk.web }, state: 'DOWN', from: at('10:00'), to: null }],
        },
        userErrors: [],
      });
      const { result } = await test.run<{
        result: { ticket: { status: string; resolvedAt: string; incident: object } };
      }>(
        `mutation ($input: TicketStepInput!) { result: resolveTicket(input: $input) {
           ticket { status resolvedAt incident { version restoredAt impacts { to } } } userErrors { message } } }`,
        { input: { id, expectedVersion: version } },
        testCallers.agent,
      );
      const { resolvedAt } = result.ticket;
      expect(result.ticket).toMatchObject({
        status: 'RESOLVED',
        incident: { version: 3, restoredAt: resolvedAt, impacts: [{ to: resolvedAt }] },
      });
      expect((await told(id)).map(({ version: told_, data }) => [told_, data['impacts']])).toEqual([
        [1, []],
        [2, [{ assetId: desk.web, state: 'DOWN', from: at('10:00'), to: null }]],
        [3, [{ assetId: desk.web, state: 'DOWN', from: at('10:00'), to: resolvedAt }]],
      ]);
    });

    it('are refused where they are stale, impossible, unknown or not the caller’s, and nothing changes', async () => {
      const { id } = await open({ idempotencyKey: 'i2' });
      const { result } = await test.run<{ result: { ticket: { id: string } } }>(
        'mutation { result: openTicket(input: { idempotencyKey: "i3", subject: "S" }) { ticket { id } } }',
      );
      const before = await test.events();
      const impact = { assetId: desk.web, state: 'DOWN', from: at('10:00'), to: at('11:00') };
      const refused = [
        await record({ id, expectedVersion: 2 }),
        await record({ id, expectedVersion: 1, impacts: [{ ...impact, to: at('09:00') }] }),
        await record({ id, expectedVersion: 1, impacts: [{ ...impact, productId: desk.product }] }),
        await record({ id, expectedVersion: 1, impacts: [{ ...impact, state: 'AT_RISK' }] }),
        await record({ id, expectedVersion: 1, impacts: [{ ...impact, assetId: 'ast_x' }] }),
        await record({ id: result.ticket.id, expectedVersion: 0 }),
        await record({ id, expectedVersion: 1, planned: true }, testCallers.contact(desk.customerA)),
        await record({ id, expectedVersion: 1, planned: true }, testCallers.executive),
      ];
      expect(
        refused.map(({ userErrors }) => `${userErrors[0]?.code} ${userErrors[0]?.path.join('.')}`),
      ).toEqual([
        'CONFLICT expectedVersion',
        'INVALID impacts.0.to',
        'INVALID impacts.0',
        'INVALID impacts.0.state',
        'NOT_FOUND impacts.assetId',
        'NOT_AN_INCIDENT id',
        'NOT_FOUND ',
        'NOT_FOUND ',
      ]);
      expect(await test.events()).toEqual(before);
    });

    it('get their outage side where a file brought only the ticket', async () => {
      await send('importTickets', [
        { external_id: 'LOG-1', subject: 'S', opened_at: at('10:00'), kind: 'INCIDENT' },
      ]);
      const { id } = await ticket('LOG-1', '');
      expect(await record({ id, expectedVersion: 0, planned: true })).toMatchObject({
        incident: { version: 1, planned: true, impacts: [] },
      });
    });
  });

  it('come a thousand at a time in as few statements as one', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => ({ ...full, external_id: `M-${index}` }));
    const statements = await countStatements(test.test.database, () => send('importIncidents', rows));
    expect(statements).toBeLessThanOrEqual(22);
    const impacts = rows.map(({ external_id }) => ({
      incident: external_id,
      asset: 'db',
      state: 'DEGRADED',
      from: at('10:00'),
      to: at('10:10'),
    }));
    const more = await countStatements(test.test.database, () => send('importIncidentImpacts', impacts));
    expect(more).toBeLessThanOrEqual(12);
  });
});
