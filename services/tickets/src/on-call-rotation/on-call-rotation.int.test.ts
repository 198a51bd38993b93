import { newId, type Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { onCallAt, rotationsOf } from './index.js';

let now = new Date('2026-03-10T10:00:00.000Z');
const { test, run, execute, events, countStatements } = testSubgraph({
  database: ticketsDatabase,
  create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
});
let desk: Desk;

interface Refusal {
  code: string;
  path: string[];
}
interface Answer {
  record: ({ id: string; version: number } & Record<string, unknown>) | null;
  userErrors: Refusal[];
}
const send = async (mutation: string, input: object, caller: Principal = testCallers.operator) => {
  const noun = mutation.endsWith('Rotation') ? 'rotation' : 'override';
  const fields =
    noun === 'rotation'
      ? `id version name active timeZone team { id } wantedHours { weekday fromMinute toMinute }
         layers { name timeZone persons { id } turnDays handOverMinute startsOn endsOn hours { weekday } }`
      : 'id version layer person { id } from to reason cancelledAt rotation { name }';
  const type = mutation[0]!.toUpperCase() + mutation.slice(1);
  const { payload } = await run<{ payload: Answer }>(
    `mutation ($input: ${type}Input!) {
       payload: ${mutation}(input: $input) { record: ${noun} { ${fields} } userErrors { code path } } }`,
    { input },
    caller,
  );
  return payload;
};
const codes = ({ record, userErrors }: Answer) =>
  record ? [] : userErrors.map(({ code, path }) => [code, ...path].join(' '));
const layers = () => [
  { name: 'primary', personIds: [desk.analyst, desk.engineer], startsOn: '2026-03-02' },
  { name: 'secondary', personIds: [desk.engineer], startsOn: '2026-03-02', turnDays: 1, handOverMinute: 0 },
];
const create = (name: string, over: object = {}, caller?: Principal) =>
  send(
    'createOnCallRotation',
    { idempotencyKey: name, name, timeZone: 'Europe/Berlin', layers: layers(), ...over },
    caller,
  );
const system = { kind: 'SYSTEM' } as const;
const stateOf = () =>
  test.database.transaction(system, (tx) =>
    tx.query(`select (select count(*) from outbox)::int as events, (select json_agg(r order by id) from on_call_rotation r) as r,
      (select json_agg(o order by id) from on_call_override o) as o`),
  );

describe('on-call rotations', () => {
  beforeAll(async () => {
    desk = await tellOfDesk(test.database);
  });

  it('say who is on call and when it is handed over', async () => {
    const made = await create('Platform');
    expect(made.record).toEqual({
      id: expect.stringMatching(/^rot_/) as string,
      version: 1,
      name: 'Platform',
      active: true,
      timeZone: 'Europe/Berlin',
      team: null,
      wantedHours: null,
      layers: [
        {
          name: 'primary',
          timeZone: 'Europe/Berlin',
          persons: [{ id: desk.analyst }, { id: desk.engineer }],
          turnDays: 7,
          handOverMinute: 540,
          startsOn: '2026-03-02',
          endsOn: null,
          hours: null,
        },
        expect.objectContaining({ name: 'secondary', turnDays: 1, handOverMinute: 0 }),
      ],
    });
    const id = made.record!.id;
    expect((await create('Platform')).record?.id).toBe(id);
    expect(codes(await create('Platform', { timeZone: 'UTC' }))).toEqual([
      'IDEMPOTENCY_MISMATCH idempotencyKey',
    ]);
    const { rotation } = await run<{ rotation: object }>(
      `query ($id: ID!) { rotation: onCallRotation(id: $id) {
         onCall { layer person { id } override { id } }
         onDuty: onCall(at: "2026-03-28T00:00:00Z") { layer from to }
         shifts(from: "2026-03-28T00:00:00Z", to: "2026-03-31T00:00:00Z") { layer person { id } from to }
         gaps(from: "2026-01-01T00:00:00Z", to: "2026-12-31T00:00:00Z") { from to } } }`,
      { id },
    );
    expect(rotation).toEqual({
      onCall: [
        { layer: 'primary', person: { id: desk.engineer }, override: null },
        { layer: 'secondary', person: { id: desk.engineer }, override: null },
      ],
      // The secondary never changes: as far as is looked.
      onDuty: [
        { layer: 'primary', from: '2026-03-28T00:00:00.000Z', to: '2026-03-30T07:00:00.000Z' },
        { layer: 'secondary', from: '2026-03-28T00:00:00.000Z', to: '2026-04-29T00:00:00.000Z' },
      ],
      shifts: [
        {
          layer: 'primary',
          person: { id: desk.engineer },
          from: '2026-03-28T00:00:00.000Z',
          to: '2026-03-30T07:00:00.000Z',
        },
        {
          layer: 'secondary',
          person: { id: desk.engineer },
          from: '2026-03-28T00:00:00.000Z',
          to: '2026-03-31T00:00:00.000Z',
        },
        {
          layer: 'primary',
          person: { id: desk.analyst },
          from: '2026-03-30T07:00:00.000Z',
          to: '2026-03-31T00:00:00.000Z',
        },
      ],
      gaps: [],
    });
    const session = test.database.session(system);
    try {
      expect(await onCallAt(session, id, now)).toEqual([desk.engineer]);
      expect(await rotationsOf(session, desk.engineer, now)).toEqual([
        { rotationId: id, name: 'Platform', until: null },
      ]);
      expect(await rotationsOf(session, desk.analyst, new Date('2026-03-16T08:00:00.000Z'))).toEqual([
        { rotationId: id, name: 'Platform', until: new Date('2026-03-23T08:00:00.000Z') },
      ]);
      expect(await rotationsOf(session, desk.analyst, now)).toEqual([]);
      await expect(onCallAt(session, newId('rot'), now)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    } finally {
      await session.release();
    }
    const told = (await events()).filter(({ subject }) => subject === id);
    expect(told.map(({ type, version }) => [type, version])).toEqual([
      ['plimsoll.on_call_rotation.created.v1', 1],
    ]);
    expect(told[0]?.data).toMatchObject({ name: 'Platform', teamId: null, active: true });
  });

  it('are edited from now on: who was on call before stays what it was', async () => {
    const { record } = await create('Edited');
    const at = { id: record!.id, expectedVersion: 1 };
    const edited = await send('updateOnCallRotation', {
      ...at,
      name: 'Edited twice',
      layers: [{ name: 'primary', personIds: [desk.analyst], startsOn: '2026-03-02' }],
    });
    expect(edited.record).toMatchObject({ version: 2, name: 'Edited twice', layers: [{ name: 'primary' }] });
    expect(codes(await send('updateOnCallRotation', at))).toEqual(['CONFLICT expectedVersion']);
    const ask = async () =>
      (
        await run<{
          rotation: { shifts: { layer: string; person: { id: string }; from: string; to: string }[] };
        }>(
          `query ($id: ID!) { rotation: onCallRotation(id: $id) { shifts(from: "2026-03-09T08:00:00Z", to: "2026-03-16T00:00:00Z") { layer person { id } from to } } }`,
          { id: record!.id },
        )
      ).rotation.shifts.map(({ layer, person, from, to }) => [
        layer,
        person.id,
        from.slice(5, 16),
        to.slice(5, 16),
      ]);
    expect(await ask()).toEqual([
      ['primary', desk.engineer, '03-09T08:00', '03-10T10:00'],
      ['secondary', desk.engineer, '03-09T08:00', '03-10T10:00'],
      ['primary', desk.analyst, '03-10T10:00', '03-16T00:00'],
    ]);
    const retired = await send('updateOnCallRotation', { ...at, expectedVersion: 2, active: false });
    expect(retired.record).toMatchObject({ version: 3, active: false });
    expect(await ask()).toEqual([]);
    const history = await run<{ rotation: { history: { totalCount: number } } }>(
      'query ($id: ID!) { rotation: onCallRotation(id: $id) { history(first: 5) { totalCount } } }',
      { id: record!.id },
    );
    expect(history.rotation.history.totalCount).toBe(3);
    expect(codes(await send('overrideOnCall', overriding(record!.id)))).toEqual([
      'INVALID_STATUS rotationId',
    ]);
  });

  const overriding = (rotationId: string, over: object = {}) => ({
    idempotencyKey: JSON.stringify([rotationId, over]),
    rotationId,
    layer: 'primary',
    personId: desk.analyst,
    to: '2026-03-11T10:00:00.000Z',
    ...over,
  });

  it('let somebody stand in, once at a time, until that is cancelled', async () => {
    const rotation = (await create('Overridden')).record!.id;
    const made = await send('overrideOnCall', overriding(rotation, { reason: 'Swap' }), testCallers.agent);
    expect(made.record).toEqual({
      id: expect.stringMatching(/^ovr_/) as string,
      version: 1,
      layer: 'primary',
      person: { id: desk.analyst },
      from: '2026-03-10T10:00:00.000Z',
      to: '2026-03-11T10:00:00.000Z',
      reason: 'Swap',
      cancelledAt: null,
      rotation: { name: 'Overridden' },
    });
    const later = { from: '2026-03-11T09:59:59.999Z', to: '2026-03-12T00:00:00.000Z' };
    expect(codes(await send('overrideOnCall', overriding(rotation, later)))).toEqual([
      'ALREADY_OVERRIDDEN from',
    ]);
    const after = await send(
      'overrideOnCall',
      overriding(rotation, { ...later, from: '2026-03-11T10:00:00.000Z' }),
    );
    expect(after.record).not.toBeNull();
    now = new Date('2026-03-10T12:00:00.000Z');
    const end = { id: made.record!.id, expectedVersion: 1, reason: 'Back' };
    expect((await send('cancelOnCallOverride', end)).record).toMatchObject({
      version: 2,
      cancelledAt: '2026-03-10T12:00:00.000Z',
    });
    expect(codes(await send('cancelOnCallOverride', { ...end, expectedVersion: 2 }))).toEqual([
      'INVALID_STATUS id',
    ]);
    const early = { id: after.record!.id, expectedVersion: 1 };
    expect((await send('cancelOnCallOverride', early)).record).toMatchObject({ version: 2 });
    const { shown } = await run<{ shown: object }>(
      `query ($id: ID!) { shown: onCallRotation(id: $id) {
         shifts(from: "2026-03-10T09:00:00Z", to: "2026-03-13T00:00:00Z") { layer person { id } from to override { reason } }
         overrides(first: 1, endsAfter: "2026-03-11T11:00:00Z") { totalCount nodes { id } } } }`,
      { id: rotation },
    );
    const primary = { layer: 'primary', override: null, person: { id: desk.engineer } };
    expect(shown).toEqual({
      shifts: [
        { ...primary, from: '2026-03-10T09:00:00.000Z', to: '2026-03-10T10:00:00.000Z' },
        expect.objectContaining({ layer: 'secondary' }),
        {
          layer: 'primary',
          person: { id: desk.analyst },
          from: '2026-03-10T10:00:00.000Z',
          to: '2026-03-10T12:00:00.000Z',
          override: { reason: 'Swap' },
        },
        { ...primary, from: '2026-03-10T12:00:00.000Z', to: '2026-03-13T00:00:00.000Z' },
      ],
      overrides: { totalCount: 1, nodes: [{ id: after.record!.id }] },
    });
  });

  it('give the place to one of many who ask for it at once', async () => {
    const rotation = (await create('Contended')).record!.id;
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        send('overrideOnCall', overriding(rotation, { idempotencyKey: `race ${n}` })),
      ),
    );
    expect(answers.filter(({ record }) => record !== null)).toHaveLength(1);
    expect(answers.flatMap(codes)).toEqual(Array(7).fill('ALREADY_OVERRIDDEN from'));
  });

  it.each([
    [
      'a person unknown',
      () => ({ layers: [{ ...layers()[0], personIds: [newId('per')] }] }),
      'NOT_FOUND layers personIds',
    ],
    ['a team unknown', () => ({ teamId: newId('tem') }), 'NOT_FOUND teamId'],
    ['a zone unknown', () => ({ timeZone: 'Mars/Base' }), 'INVALID timeZone'],
    ['no layers', () => ({ layers: [] }), 'INVALID layers'],
    ['no hours', () => ({ wantedHours: [] }), 'INVALID wantedHours'],
    ['a name taken', () => ({ name: 'Platform' }), 'ALREADY_EXISTS name'],
  ])('are not made with %s', async (what, over, refusal) => {
    const before = await stateOf();
    expect(codes(await create(what, over()))).toEqual([refusal]);
    expect(await stateOf()).toEqual(before);
  });

  it('refuse overrides that are none, and change nothing', async () => {
    const rotation = (await create('Refusing')).record!.id;
    const before = await stateOf();
    for (const [over, refusal] of [
      [{ from: '2026-03-10T11:00:00.000Z' }, 'INVALID from'],
      [{ to: '2026-03-10T12:00:00.000Z' }, 'INVALID to'],
      [{ to: '2028-03-10T12:00:00.000Z' }, 'INVALID to'],
      [{ layer: 'tertiary' }, 'NOT_FOUND layer'],
      [{ personId: newId('per') }, 'NOT_FOUND personId'],
      [{ rotationId: newId('rot') }, 'NOT_FOUND rotationId'],
    ] as const) {
      expect(codes(await send('overrideOnCall', overriding(rotation, over)))).toEqual([refusal]);
    }
    expect(await stateOf()).toEqual(before);
  });

  it('are seen by staff alone and written by those who may', async () => {
    const id = (await create('Seen')).record!.id;
    const { record: override } = await send('overrideOnCall', overriding(id));
    const before = await stateOf();
    const outsiders = [
      testCallers.contact(desk.customerA),
      testCallers.partner(desk.partnerA),
      testCallers.analyst,
      testCallers.nobody,
    ];
    for (const caller of outsiders) {
      expect(
        await run(
          `query ($id: ID!, $override: ID!) { onCallRotation(id: $id) { id } onCallOverride(id: $override) { id }
             onCallRotations { totalCount } onCallRotationByExternalId(source: "a", externalId: "b") { id } }`,
          { id, override: override!.id },
          caller,
        ),
      ).toEqual({
        onCallRotation: null,
        onCallOverride: null,
        onCallRotations: { totalCount: 0 },
        onCallRotationByExternalId: null,
      });
    }
    for (const caller of [...outsiders, testCallers.executive, testCallers.agent]) {
      expect(codes(await create('Another', {}, caller))).toEqual(['NOT_FOUND']);
      expect(codes(await send('updateOnCallRotation', { id, expectedVersion: 1 }, caller))).toEqual([
        'NOT_FOUND',
      ]);
    }
    for (const caller of [...outsiders, testCallers.executive]) {
      expect(codes(await send('overrideOnCall', overriding(id, { layer: 'secondary' }), caller))).toEqual([
        'NOT_FOUND',
      ]);
      expect(
        codes(await send('cancelOnCallOverride', { id: override!.id, expectedVersion: 1 }, caller)),
      ).toEqual(['NOT_FOUND']);
    }
    expect(await stateOf()).toEqual(before);
  });

  it('are found by who has a turn, page by page, in a fixed number of statements', async () => {
    const list = `query ($first: Int!, $after: String, $filter: OnCallRotationFilter) {
      onCallRotations(first: $first, after: $after, filter: $filter) { totalCount pageInfo { endCursor } nodes { name team { name }
        onCall { layer override { id } } shifts(from: "2026-03-28T00:00:00Z", to: "2026-03-31T00:00:00Z") { layer }
        overrides(first: 2) { totalCount nodes { id rotation { name } } } history(first: 1) { totalCount } } } }`;
    interface Listed {
      onCallRotations: { totalCount: number; pageInfo: { endCursor: string }; nodes: { name: string }[] };
    }
    const filter = { personId: desk.analyst, active: true, search: 'e' };
    const first = await run<Listed>(list, { first: 2, filter });
    expect(first.onCallRotations.totalCount).toBe(4);
    await create('An earlier one');
    const { endCursor: after } = first.onCallRotations.pageInfo;
    const second = await run<Listed>(list, { first: 2, after, filter });
    expect(
      [first, second].flatMap(({ onCallRotations }) => onCallRotations.nodes.map(({ name }) => name)),
    ).toEqual(['Contended', 'Overridden', 'Refusing', 'Seen']);
    expect(
      (await run<Listed>(list, { first: 2, filter: { personId: newId('per') } })).onCallRotations.nodes,
    ).toEqual([]);
    expect(await countStatements(list, { first: 7 })).toBe(await countStatements(list, { first: 2 }));
  });

  it('answer at most 400 days at once', async () => {
    const id = (await create('Long')).record!.id;
    for (const [to, message] of [
      ['2027-06-01T00:00:00Z', '400 days'],
      ['2026-03-10T00:00:00Z', 'later'],
    ]) {
      const { errors } = await execute(
        `query ($id: ID!, $to: DateTime!) { onCallRotation(id: $id) { gaps(from: "2026-03-10T00:00:00Z", to: $to) { from } } }`,
        { id, to },
      );
      expect(errors?.[0]?.message).toContain(message);
    }
  });
});
