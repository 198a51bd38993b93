import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const NOW = new Date('2026-03-10T00:00:00.000Z');
const { test, run, execute, events, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});

interface Payload {
  noun: ({ id: string; version: number } & Record<string, unknown>) | null;
  userErrors: { code: string; message: string; path: string[] }[];
}

const FIELDS = `id version name description startsAt duration timeZone recurrence exceptions withdrawnAt from to
  scope { kinds tags assetIds locations regions }`;

// Both nouns of the change calendar lead the same life.
describe.each([
  ['Freeze', 'frz', 'freeze'],
  ['MaintenanceWindow', 'mwd', 'maintenance_window'],
])('%s', (noun, prefix, eventNoun) => {
  const field = noun[0]!.toLowerCase() + noun.slice(1);
  async function mutate(
    verb: 'create' | 'update' | 'withdraw',
    input: Record<string, unknown>,
    caller = testCallers.operator,
  ): Promise<Payload> {
    const { payload } = await run<{
      payload: Record<string, unknown> & { userErrors: Payload['userErrors'] };
    }>(
      `mutation ($input: ${verb[0]!.toUpperCase()}${verb.slice(1)}${noun}Input!) {
         payload: ${verb}${noun}(input: $input) { noun: ${field} { ${FIELDS} } userErrors { code message path } } }`,
      { input },
      caller,
    );
    return payload as unknown as Payload;
  }
  const nights = (idempotencyKey: string, over: object = {}) => ({
    idempotencyKey,
    name: 'Sunday nights',
    startsAt: '2026-03-08T01:00:00.000Z',
    duration: 'PT4H',
    timeZone: 'Europe/Berlin',
    recurrence: 'freq=weekly;byday=su',
    exceptions: ['2026-03-22T01:00:00.000Z'],
    scope: { kinds: ['host'], regions: ['EU'], assetIds: ['ast_1'] },
    ...over,
  });

  beforeAll(() =>
    test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(
        `insert into asset_kind (id, version, name) values ('knd_1', 1, 'host') on conflict do nothing`,
      );
      await tx.query(`insert into asset (id, version, name, kind, status) values ('ast_1', 1, 'db', 'host', 'LIVE')
        on conflict do nothing`);
    }),
  );

  it('is made, changed and withdrawn, with its history and events', async () => {
    const made = await mutate('create', nights('life'));
    expect(made).toEqual({
      noun: {
        id: expect.stringMatching(new RegExp(`^${prefix}_`)) as string,
        version: 1,
        name: 'Sunday nights',
        description: null,
        startsAt: '2026-03-08T01:00:00.000Z',
        duration: 'PT4H',
        timeZone: 'Europe/Berlin',
        recurrence: 'FREQ=WEEKLY;BYDAY=SU',
        exceptions: ['2026-03-22T01:00:00.000Z'],
        withdrawnAt: null,
        from: '2026-03-15T01:00:00.000Z',
        to: '2026-03-15T05:00:00.000Z',
        scope: { kinds: ['host'], tags: [], assetIds: ['ast_1'], locations: [], regions: ['EU'] },
      },
      userErrors: [],
    });
    const { id } = made.noun!;
    expect((await mutate('create', nights('life'))).noun?.id).toBe(id);
    expect((await mutate('create', nights('life', { name: 'Other' }))).userErrors[0]?.code).toBe(
      'IDEMPOTENCY_MISMATCH',
    );

    const edited = await mutate('update', {
      id,
      expectedVersion: 1,
      name: 'Nights',
      description: '',
      recurrence: null,
      exceptions: [],
      scope: { tags: ['pci'] },
    });
    expect(edited.noun).toMatchObject({
      version: 2,
      name: 'Nights',
      description: null,
      recurrence: null,
      duration: 'PT4H',
      from: null,
      scope: { kinds: [], tags: ['pci'], assetIds: [], locations: [], regions: [] },
    });
    expect((await mutate('update', { id, expectedVersion: 1, name: 'Late' })).userErrors[0]?.code).toBe(
      'CONFLICT',
    );

    const withdrawn = await mutate('withdraw', { id, expectedVersion: 2, reason: 'no longer needed' });
    expect(withdrawn.noun).toMatchObject({
      version: 3,
      withdrawnAt: NOW.toISOString(),
      from: null,
      to: null,
    });
    for (const verb of ['update', 'withdraw'] as const) {
      expect((await mutate(verb, { id, expectedVersion: 3 })).userErrors).toMatchObject([
        { code: 'INVALID_STATUS' },
      ]);
    }

    const { record } = await run<{ record: { history: { nodes: { version: number }[] } } }>(
      `query ($id: ID!) { record: ${field}(id: $id) { history(first: 5) { nodes { version } } } }`,
      { id },
    );
    expect(record.history.nodes.map(({ version }) => version)).toEqual([3, 2, 1]);
    const told = (await events()).filter(({ subject }) => subject === id);
    expect(told.map(({ type, version }) => [type, version])).toEqual([
      [`plimsoll.${eventNoun}.created.v1`, 1],
      [`plimsoll.${eventNoun}.updated.v1`, 2],
      [`plimsoll.${eventNoun}.updated.v1`, 3],
    ]);
    expect(told[0]!.data).toMatchObject({ recurrence: 'FREQ=WEEKLY;BYDAY=SU', scope: { regions: ['EU'] } });
  });

  it('tells its occurrences', async () => {
    const { noun: made } = await mutate('create', nights('occurrences'));
    const ask = (from: string, to: string) =>
      execute(
        `query ($id: ID!, $from: DateTime!, $to: DateTime!) {
           record: ${field}(id: $id) { occurrences(from: $from, to: $to) { from to } } }`,
        { id: made!.id, from, to },
      );
    // The 22nd is left out; on the 29th Berlin's clock has no 02:00.
    expect((await ask('2026-03-15T04:00:00Z', '2026-04-06T00:00:00Z')).data).toEqual({
      record: {
        occurrences: [
          { from: '2026-03-15T01:00:00.000Z', to: '2026-03-15T05:00:00.000Z' },
          { from: '2026-03-29T01:00:00.000Z', to: '2026-03-29T05:00:00.000Z' },
          { from: '2026-04-05T00:00:00.000Z', to: '2026-04-05T04:00:00.000Z' },
        ],
      },
    });
    expect((await ask('2026-03-15T00:00:00Z', '2026-03-15T00:00:00Z')).errors?.[0]?.message).toContain(
      'later than',
    );
    expect((await ask('2026-03-15T00:00:00Z', '2029-03-15T00:00:00Z')).errors?.[0]?.message).toContain(
      '731 days',
    );
  });

  it.each([
    [{ name: ' ' }, 'INVALID', ['name']],
    [{ recurrence: 'FREQ=HOURLY' }, 'INVALID', ['recurrence']],
    [{ startsAt: '2026-03-09T01:00:00.000Z' }, 'INVALID', ['startsAt']],
    [{ timeZone: 'Mars/Olympus' }, 'INVALID', ['timeZone']],
    [{ exceptions: ['2026-03-23T01:00:00.000Z'] }, 'INVALID', ['exceptions']],
    [{ scope: { assetIds: ['ast_9'] } }, 'NOT_FOUND', ['scope', 'assetIds']],
  ])('is refused with %j', async (over, code, path) => {
    const { noun: made, userErrors } = await mutate(
      'create',
      nights(`refused-${JSON.stringify(over)}`, over),
    );
    expect([made, userErrors.map((error) => [error.code, error.path])]).toEqual([null, [[code, path]]]);
  });

  it('is refused an edit after which an exception leaves nothing out', async () => {
    const { noun: made } = await mutate('create', nights('stale exceptions'));
    const refused = await mutate('update', {
      id: made!.id,
      expectedVersion: 1,
      startsAt: '2026-03-15T03:00:00.000Z',
    });
    expect(refused.userErrors).toMatchObject([{ code: 'INVALID', path: ['exceptions'] }]);
  });

  it('is seen and written by staff alone', async () => {
    const { noun: made } = await mutate('create', nights('seen'));
    const id = made!.id;
    const ask = (caller: typeof testCallers.admin) =>
      run<{ record: unknown; records: { nodes: unknown[] } }>(
        `query ($id: ID!) { record: ${field}(id: $id) { id } records: ${field}s { nodes { id } } }`,
        { id },
        caller,
      );
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_1'), testCallers.analyst]) {
      expect(await ask(caller)).toEqual({ record: null, records: { nodes: [] } });
      const refused = await mutate('withdraw', { id, expectedVersion: 1 }, caller);
      expect(refused.userErrors.map(({ code }) => code)).toEqual(['NOT_FOUND']);
    }
    const refused = await mutate('create', nights('agent'), testCallers.agent);
    expect(refused.userErrors.map(({ code }) => code)).toEqual(['NOT_FOUND']);
    expect((await ask(testCallers.agent)).record).toEqual({ id });
    expect((await mutate('update', { id, expectedVersion: 1, name: 'Still there' })).noun?.version).toBe(2);
  });

  it('is listed in a fixed number of statements', async () => {
    await mutate('create', nights('one', { name: 'Alpha' }));
    await mutate('create', nights('two', { name: 'Beta', startsAt: '2026-03-15T01:00:00.000Z' }));
    const list = (name: string) =>
      `{ records: ${field}s(first: 50, filter: { search: "${name}", withdrawn: false }, orderBy: { field: NAME, direction: ASC }) { totalCount nodes { name from } } }`;
    const { records } = await run<{ records: unknown }>(list('alph'));
    expect(records).toEqual({ totalCount: 1, nodes: [{ name: 'Alpha', from: '2026-03-15T01:00:00.000Z' }] });
    expect(await countStatements(list('a'))).toBe(await countStatements(list('alpha')));
  });
});
