import 'reflect-metadata';
import { countStatements, testCallers, testLogger, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { promiseTo } from '../testing/promises.js';
import { ticketArrivalJobs } from './index.js';

interface Report {
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  rejects: { line: number; column: string | null; reason: string }[];
}

describe('importing tickets', () => {
  const test = testSubgraph({ database: ticketsDatabase, create: createTicketsSubgraph });
  let desk: Desk;

  const send = async (mutation: string, rows: object[], caller = testCallers.operator, source = 'test') => {
    const { report } = await test.run<{ report: Report }>(
      `mutation ($source: String!, $rows: [JSON!]!) { report: ${mutation}(input: { source: $source, rows: $rows }) {
         read created updated unchanged rejected rejects { line column reason } } }`,
      { source, rows: rows.map((row, index) => ({ ...row, _line: index + 2 })) },
      caller,
    );
    return report;
  };
  const counts = ({ created, updated, unchanged, rejected }: Report) => [
    created,
    updated,
    unchanged,
    rejected,
  ];
  const ticket = async (externalId: string, fields: string) =>
    (
      await test.run<{ ticket: object }>(
        `query ($externalId: String!) { ticket: ticketByExternalId(source: "test", externalId: $externalId) { ${fields} } }`,
        { externalId },
      )
    ).ticket;

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
  });

  it('keeps every column of a row, and again changes nothing', async () => {
    const row = {
      external_id: 'TKT-1',
      subject: 'Slow',
      opened_at: '2026-03-01T10:00:00+01:00',
      kind: 'INCIDENT',
      customer: 'CUS-A',
      contact: 'CON-A',
      channel: 'EMAIL',
      priority: '',
      status: 'waiting on customer',
      tier: 'L2',
      team: 'Team 1',
      queue: 'Queue 1',
      assignee: 'PER-1',
      asset: 'web',
      impact: 'HIGH',
      urgency: 'LOW',
      category: 'performance',
      first_responded_at: '2026-03-01T10:30:00Z',
      resolved_at: '',
      closed_at: '',
      reassignments: '2',
      reopenings: '1',
      satisfaction: '4',
      external_verdict: 'true',
    };
    expect(counts(await send('importTickets', [row]))).toEqual([1, 0, 0, 0]);
    expect(
      await ticket(
        'TKT-1',
        `version kind subject openedAt customer { id } contact { id } channel priority status tier team { name externalId }
         queue { name } assignee { id } assets { nodes { id } } impact urgency category firstRespondedAt resolvedAt
         reassignedCount reopenedCount satisfaction externalVerdict events { totalCount }`,
      ),
    ).toEqual({
      version: 1,
      kind: 'INCIDENT',
      subject: 'Slow',
      openedAt: '2026-03-01T09:00:00.000Z',
      customer: { id: desk.customerA },
      contact: { id: desk.contactA },
      channel: 'EMAIL',
      priority: 'P3',
      status: 'WAITING_ON_CUSTOMER',
      tier: 'L2',
      team: { name: 'Team 1', externalId: 'Team 1' },
      queue: { name: 'Queue 1' },
      assignee: { id: desk.analyst },
      assets: { nodes: [{ id: desk.web }] },
      impact: 'HIGH',
      urgency: 'LOW',
      category: 'performance',
      firstRespondedAt: '2026-03-01T10:30:00.000Z',
      resolvedAt: null,
      reassignedCount: 2,
      reopenedCount: 1,
      satisfaction: 4,
      externalVerdict: 'true',
      events: { totalCount: 0 },
    });
    const told = (await test.events()).length;
    expect(counts(await send('importTickets', [row]))).toEqual([0, 0, 1, 0]);
    expect(await test.events()).toHaveLength(told);
    expect(counts(await send('importTickets', [{ ...row, status: 'CLOSED' }]))).toEqual([0, 1, 0, 0]);
    expect(
      counts(
        await send('importTickets', [{ external_id: 'TKT-1', subject: 'Slow', opened_at: row.opened_at }]),
      ),
    ).toEqual([0, 0, 1, 0]);
    expect(await ticket('TKT-1', 'version status')).toEqual({ version: 2, status: 'CLOSED' });
  });

  it('tells the status from the instants where none is given', async () => {
    const row = (id: string, columns: object) => ({
      external_id: id,
      subject: 'S',
      opened_at: '2026-03-01T10:00:00Z',
      ...columns,
    });
    await send('importTickets', [
      row('S-1', {}),
      row('S-2', { first_responded_at: '2026-03-01T10:05:00Z' }),
      row('S-3', { resolved_at: '2026-03-01T10:05:00Z' }),
      row('S-4', { closed_at: '2026-03-01T10:05:00Z' }),
    ]);
    for (const [id, status] of Object.entries({
      'S-1': 'NEW',
      'S-2': 'IN_PROGRESS',
      'S-3': 'RESOLVED',
      'S-4': 'CLOSED',
    })) {
      expect(await ticket(id, 'status')).toEqual({ status });
    }
  });

  it('refuses a bad row with its line, column and reason, and takes the others', async () => {
    const row = (id: string, columns: object = {}) => ({
      external_id: id,
      subject: 'S',
      opened_at: '2026-03-01T10:00:00Z',
      ...columns,
    });
    const report = await send('importTickets', [
      row('B-1'),
      row('B-2', { customer: 'CUS-X' }),
      row('B-3', { priority: 'High' }),
      row('B-4', { opened_at: '2026-03-01 10:00' }),
      row('B-5', { customer: 'CUS-A', contact: 'CON-B' }),
      row('B-6', { satisfaction: '6' }),
      row('B-7', { assignee: 'nobody' }),
      row('B-8', { colour: 'red' }),
      { subject: 'S', opened_at: '2026-03-01T10:00:00Z' },
      row('B-9'),
    ]);
    expect(counts(report)).toEqual([2, 0, 0, 8]);
    expect(report.rejects).toMatchObject([
      { line: 3, column: 'customer', reason: 'There is no customer "CUS-X" in source "test".' },
      { line: 4, column: 'priority', reason: 'priority is none of P1, P2, P3, P4.' },
      { line: 5, column: 'opened_at' },
      { line: 6, column: 'contact', reason: 'The contact belongs to another customer.' },
      { line: 7, column: 'satisfaction' },
      { line: 8, column: 'assignee', reason: 'There is no assignee "nobody" in source "test".' },
      { line: 9, column: 'colour' },
      { line: 10, column: 'external_id' },
    ]);
    expect(await ticket('B-9', 'status')).toEqual({ status: 'NEW' });
    expect(await ticket('B-5', 'status')).toBeNull();
  });

  it('is for admins and operators', async () => {
    const { errors } = await test.execute(
      'mutation { importTickets(input: { rows: [] }) { read } }',
      {},
      testCallers.agent,
    );
    expect(errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  });

  it('appends events once, and never changes one', async () => {
    await send('importTickets', [{ external_id: 'E-1', subject: 'S', opened_at: '2026-03-01T10:00:00Z' }]);
    const event = (sequence: number, columns: object = {}) => ({
      ticket: 'E-1',
      sequence: String(sequence),
      at: `2026-03-01T10:0${sequence}:00Z`,
      type: 'status changed',
      from: 'NEW',
      to: 'IN_PROGRESS',
      ...columns,
    });
    const events = [
      event(1, { type: 'opened' }),
      event(2, { actor: 'PER-1' }),
      event(3, { type: 'replied', text: 'Hi' }),
    ];
    expect(counts(await send('importTicketEvents', events))).toEqual([3, 0, 0, 0]);
    expect(counts(await send('importTicketEvents', events))).toEqual([0, 0, 3, 0]);
    const report = await send('importTicketEvents', [
      event(2, { actor: 'PER-2' }),
      event(4, { ticket: 'E-2' }),
      event(0),
      event(4, { type: '!' }),
      event(5),
    ]);
    expect(counts(report)).toEqual([1, 0, 0, 4]);
    expect(report.rejects).toMatchObject([
      {
        line: 2,
        reason:
          'Event 2 of this ticket is on record as STATUS_CHANGED at 2026-03-01T10:02:00.000Z; what happened is never changed.',
      },
      { line: 3, column: 'ticket' },
      { line: 4 },
      { line: 5, column: 'type' },
    ]);
    expect(
      await ticket('E-1', 'version events { nodes { sequence type at actor { id } public text } }'),
    ).toEqual({
      version: 1,
      events: {
        nodes: [
          {
            sequence: 1,
            type: 'OPENED',
            at: '2026-03-01T10:01:00.000Z',
            actor: null,
            public: false,
            text: null,
          },
          {
            sequence: 2,
            type: 'STATUS_CHANGED',
            at: '2026-03-01T10:02:00.000Z',
            actor: { id: desk.analyst },
            public: false,
            text: null,
          },
          {
            sequence: 3,
            type: 'REPLIED',
            at: '2026-03-01T10:03:00.000Z',
            actor: null,
            public: true,
            text: 'Hi',
          },
          {
            sequence: 5,
            type: 'STATUS_CHANGED',
            at: '2026-03-01T10:05:00.000Z',
            actor: null,
            public: false,
            text: null,
          },
        ],
      },
    });
  });

  it('keeps the numbers of a file where they are free, and knows its events again wherever they stand', async () => {
    await send('importTickets', [{ external_id: 'E-3', subject: 'S', opened_at: '2026-03-01T10:00:00Z' }]);
    const event = (sequence: number) => ({
      ticket: 'E-3',
      sequence: String(sequence),
      at: `2026-03-01T10:0${sequence}:00Z`,
      type: `step ${sequence}`,
    });
    expect(counts(await send('importTicketEvents', [event(1), event(2)]))).toEqual([2, 0, 0, 0]);
    const { id } = (await ticket('E-3', 'id')) as { id: string };
    await test.run(
      `mutation ($input: ReplyToTicketInput!) { replyToTicket(input: $input) { userErrors { code } } }`,
      { input: { idempotencyKey: 'E-3', ticketId: id, public: true, text: 'Here' } },
      testCallers.operator,
    );
    const rest = [event(2), event(3), event(5), event(4)];
    expect(counts(await send('importTicketEvents', rest))).toEqual([3, 0, 1, 0]);
    expect(counts(await send('importTicketEvents', [event(1), ...rest]))).toEqual([0, 0, 5, 0]);
    const changed = { ...event(3), text: 'another' };
    expect(counts(await send('importTicketEvents', [changed]))).toEqual([0, 0, 0, 1]);
    expect(await ticket('E-3', 'events { nodes { sequence type } }')).toEqual({
      events: {
        nodes: [
          [1, 'STEP_1'],
          [2, 'STEP_2'],
          [3, 'REPLIED'],
          [4, 'STEP_3'],
          [5, 'STEP_4'],
          [6, 'STEP_5'],
        ].map(([sequence, type]) => ({ sequence, type })),
      },
    });
  });

  it('counts the clocks of imported tickets by their logs, and of those without once nothing more comes', async () => {
    const around = { timeZone: 'UTC', hours: '24x7', holidays: [] };
    await promiseTo(test.test.database, desk.customerC, { P3: { resolution: 'PT4H' } }, around);
    const row = (external: string) => ({
      external_id: external,
      subject: 'S',
      customer: 'CUS-C',
      priority: 'P3',
      opened_at: '2026-03-01T10:00:00Z',
      resolved_at: '2026-03-01T16:00:00Z',
      external_verdict: 'true',
    });
    const event = (ticketId: string, sequence: number, hour: number, to: string) => ({
      ticket: ticketId,
      sequence: String(sequence),
      at: `2026-03-01T${hour}:00:00Z`,
      type: 'step',
      to,
    });
    const settle = (clock: () => Date) =>
      ticketArrivalJobs({
        database: test.test.database,
        logger: testLogger(),
        clock,
      }).handlers['settle_imported_tickets']?.({}, { id: '1', attempt: 1 });
    const later = () => new Date(Date.now() + 600_000);
    const fields = 'externalVerdict clocks { status elapsedSeconds breachedAt } events { nodes { type } }';
    // A log may begin with a ticket that waits.
    const closed = { externalVerdict: 'true' };
    await send('importTickets', [row('C-1'), row('C-2')]);
    await settle(() => new Date());
    expect(await ticket('C-1', fields)).toEqual({ ...closed, clocks: [], events: { nodes: [] } });
    await send('importTicketEvents', [
      { ...event('C-1', 1, 10, 'WAITING_ON_CUSTOMER'), type: 'opened' },
      { ...event('C-1', 2, 11, 'WAITING_ON_PROBLEM'), type: 'updated' },
      event('C-1', 3, 14, 'IN_PROGRESS'),
      event('C-1', 4, 16, 'RESOLVED'),
    ]);
    const met = {
      ...closed,
      clocks: [{ status: 'MET', elapsedSeconds: 7_200, breachedAt: null }],
      events: { nodes: ['OPENED', 'UPDATED', 'STEP', 'STEP'].map((type) => ({ type })) },
    };
    expect(await ticket('C-1', fields)).toEqual(met);
    expect(await ticket('C-2', fields)).toMatchObject({ clocks: [] });
    await settle(later);
    await settle(later);
    expect(await ticket('C-1', fields)).toEqual(met);
    expect(await ticket('C-2', fields)).toEqual({
      ...closed,
      clocks: [{ status: 'BREACHED', elapsedSeconds: 21_600, breachedAt: '2026-03-01T14:00:00.000Z' }],
      events: { nodes: [{ type: 'SLA_BREACHED' }] },
    });
    // A log that comes late takes its places behind what was told meanwhile, and the breach turns out to be none.
    await send('importTicketEvents', [
      event('C-2', 1, 11, 'WAITING_ON_CUSTOMER'),
      event('C-2', 2, 15, 'NEW'),
    ]);
    expect(await ticket('C-2', fields)).toMatchObject({
      clocks: [{ status: 'MET', elapsedSeconds: 7_200, breachedAt: null }],
      events: { nodes: ['SLA_BREACHED', 'STEP', 'STEP', 'SLA_BREACH_WITHDRAWN'].map((type) => ({ type })) },
    });
  });

  it('takes a thousand rows in as few statements as one', async () => {
    const tickets = Array.from({ length: 1_000 }, (_, index) => ({
      external_id: `M-${index}`,
      subject: `Subject ${index}`,
      opened_at: '2026-03-01T10:00:00Z',
      team: `Group ${index % 40}`,
      queue: `Group ${index % 40}`,
      assignee: index % 2 === 0 ? 'PER-1' : 'PER-2',
      customer: 'CUS-A',
      asset: 'web',
    }));
    const events = tickets.map(({ external_id }) => ({
      ticket: external_id,
      sequence: '1',
      at: '2026-03-01T10:00:00Z',
      type: 'opened',
      actor: 'PER-1',
    }));
    const ticketStatements = await countStatements(test.test.database, () => send('importTickets', tickets));
    const eventStatements = await countStatements(test.test.database, () =>
      send('importTicketEvents', events),
    );
    expect(ticketStatements).toBeLessThanOrEqual(26);
    expect(eventStatements).toBeLessThanOrEqual(16);
    expect(counts(await send('importTickets', tickets))).toEqual([0, 0, 1_000, 0]);
    expect(counts(await send('importTicketEvents', events))).toEqual([0, 0, 1_000, 0]);
  });

  it('makes teams and queues with their members, and names those that a ticket had made', async () => {
    for (const mutation of ['importTeams', 'importQueues']) {
      const rows = [
        { external_id: 'Team 1', name: 'Customer care', calendar: 'office', members: 'PER-1;PER-2' },
        { external_id: 'Fresh', name: 'Fresh', members: 'PER-9' },
        { external_id: 'New', name: 'New' },
      ];
      const known = mutation === 'importTeams' ? [1, 1, 0, 1] : [2, 0, 0, 1];
      const report = await send(mutation, rows);
      expect(counts(report)).toEqual(known);
      expect(report.rejects).toMatchObject([{ line: 3, column: 'members' }]);
      expect(counts(await send(mutation, rows))).toEqual([0, 0, 2, 1]);
    }
    const { teams } = await test.run<{ teams: { nodes: object[] } }>(
      `{ teams(filter: { memberId: "${desk.engineer}" }) { nodes { name externalId members { id } calendar { id } history { totalCount } } } }`,
    );
    expect(teams.nodes).toEqual([
      {
        name: 'Customer care',
        externalId: 'Team 1',
        members: [{ id: desk.analyst }, { id: desk.engineer }],
        calendar: { id: expect.stringMatching(/^cal_/) as unknown },
        history: { totalCount: 2 },
      },
    ]);
  });
});
