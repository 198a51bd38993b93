import { newId } from '@plimsoll/shared';
import { testCallers, testLogger, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { onCallGapJobs } from './index.js';

let now = new Date('2026-03-10T10:00:00.000Z');
const { test, run, events, countStatements } = testSubgraph({
  database: ticketsDatabase,
  create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
});
let desk: Desk;

const look = async () => {
  const { handlers } = onCallGapJobs({ database: test.database, logger: testLogger(), clock: () => now });
  // Two replicas at the same time find what one would.
  await Promise.all([1, 2].map((n) => handlers['review_on_call_gaps']?.({}, { id: String(n), attempt: 1 })));
};
interface Gap {
  from: string;
  to: string;
  foundAt: string;
  closedAt: string | null;
  rotation: { name: string };
}
const LIST = `query ($first: Int!, $filter: OnCallGapFilter) { onCallGaps(first: $first, filter: $filter) {
  totalCount nodes { from to foundAt closedAt rotation { name } } } }`;
const gaps = async (filter: object = {}) =>
  (await run<{ onCallGaps: { nodes: Gap[] } }>(LIST, { first: 20, filter })).onCallGaps.nodes.map(
    ({ from, to, closedAt }) => [from.slice(5, 16), to.slice(5, 16), closedAt?.slice(5, 16) ?? null],
  );
const change = async (mutation: string, noun: string, input: object) => {
  const type = mutation[0]!.toUpperCase() + mutation.slice(1);
  const { payload } = await run<{ payload: { noun: { id: string } | null; userErrors: object[] } }>(
    `mutation ($input: ${type}Input!) { payload: ${mutation}(input: $input) { noun: ${noun} { id } userErrors { code message } } }`,
    { input },
  );
  if (!payload.noun) throw new Error(JSON.stringify(payload.userErrors));
  return payload.noun.id;
};

describe('gaps of a rotation', () => {
  let rotation = '';

  beforeAll(async () => {
    desk = await tellOfDesk(test.database);
    rotation = await change('createOnCallRotation', 'rotation', {
      idempotencyKey: 'one',
      name: 'Weekdays',
      timeZone: 'Europe/Berlin',
      wantedHours: [2, 4].map((weekday) => ({ weekday, fromMinute: 480, toMinute: 1080 })),
      layers: [
        {
          name: 'primary',
          personIds: [desk.analyst],
          startsOn: '2026-03-02',
          hours: [{ weekday: 2, fromMinute: 480, toMinute: 1080 }],
        },
      ],
    });
  });

  it('are found fourteen days ahead, once', async () => {
    await look();
    await look();
    expect(await gaps()).toEqual([
      ['03-12T07:00', '03-12T17:00', null],
      ['03-19T07:00', '03-19T17:00', null],
    ]);
    const told = (await events()).filter(({ type }) => type.startsWith('plimsoll.on_call_gap.'));
    expect(told.map(({ type }) => type)).toEqual(Array(2).fill('plimsoll.on_call_gap.found.v1'));
    expect(told[0]?.data).toMatchObject({ rotationId: rotation, from: '2026-03-12T07:00:00.000Z' });
    const owner = await test.database.connect('test');
    try {
      const { rows } = await owner.query('select task_identifier from graphile_worker.jobs');
      expect(rows).toEqual([{ task_identifier: 'review_on_call_gaps' }]);
    } finally {
      await owner.end();
    }
  });

  it('shrink and close when somebody stands in, and stay on record when they are over', async () => {
    const standIn = (from: string, to: string) =>
      change('overrideOnCall', 'override', {
        idempotencyKey: from,
        rotationId: rotation,
        layer: 'primary',
        personId: desk.engineer,
        from,
        to,
      });
    await standIn('2026-03-12T12:00:00.000Z', '2026-03-12T20:00:00.000Z');
    await standIn('2026-03-19T07:00:00.000Z', '2026-03-19T17:00:00.000Z');
    await look();
    expect(await gaps()).toEqual([
      ['03-12T07:00', '03-12T12:00', null],
      ['03-19T07:00', '03-19T17:00', '03-10T10:00'],
    ]);
    now = new Date('2026-03-13T00:00:00.000Z');
    await look();
    expect(await gaps({ open: true })).toEqual([
      ['03-12T07:00', '03-12T12:00', null],
      ['03-26T07:00', '03-26T17:00', null],
    ]);
    expect(await gaps({ open: true, endsAfter: now.toISOString(), rotationId: rotation })).toEqual([
      ['03-26T07:00', '03-26T17:00', null],
    ]);
    await test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(
        `insert into agent (id, version, person_id, capacity, takes_tickets, absences) values ($1, 1, $2, 5, true, $3)`,
        [
          newId('agt'),
          desk.analyst,
          JSON.stringify([
            { from: '2026-03-17T12:00:00.000Z', to: '2026-03-18T00:00:00.000Z', reason: null },
          ]),
        ],
      ),
    );
    await look();
    expect(await gaps({ open: true, endsAfter: now.toISOString() })).toEqual([
      ['03-17T12:00', '03-17T17:00', null],
      ['03-26T07:00', '03-26T17:00', null],
    ]);
    await change('updateOnCallRotation', 'rotation', { id: rotation, expectedVersion: 1, active: false });
    await look();
    expect(await gaps({ open: true, endsAfter: now.toISOString() })).toEqual([]);
    const told = (await events()).filter(({ type }) => type === 'plimsoll.on_call_gap.changed.v1');
    expect(told).toHaveLength(4);
  });

  it('are seen by staff alone, in a fixed number of statements', async () => {
    for (const caller of [
      testCallers.contact(desk.customerA),
      testCallers.partner(desk.partnerA),
      testCallers.analyst,
    ]) {
      expect(await run(LIST, { first: 5 }, caller)).toEqual({ onCallGaps: { totalCount: 0, nodes: [] } });
    }
    await run(LIST, { first: 1 });
    expect(await countStatements(LIST, { first: 9 })).toBe(await countStatements(LIST, { first: 1 }));
  });
});
