import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
const { load, run } = service;
type Caller = NonNullable<Parameters<typeof run>[2]>;

interface Partner {
  id: string;
  version: number;
}
interface Payload {
  partner: Partner | null;
  userErrors: { code: string; path: string[] }[];
}

const ids: Record<string, string> = {};
const partner = (word: string) => testCallers.partner(ids[word] ?? '');

/** arbor > copse > thicket, bosk beside; each with a customer: alder, maple, hazel, birch. */
beforeAll(async () => {
  await loadAccounts(service);
  expect(
    await load('Partners', [
      { external_id: 'thicket', name: 'Thicket', parent: 'copse' },
      { external_id: 'copse', name: 'Copse', parent: 'arbor' },
    ]),
  ).toMatchObject({ created: 2, rejects: [] });
  await load('Customers', [
    { external_id: 'maple', name: 'Maple', partner: 'copse' },
    { external_id: 'hazel', name: 'Hazel', partner: 'thicket' },
  ]);
  for (const word of ['maple', 'hazel', 'alder', 'birch']) {
    await load('Contacts', [{ external_id: `contact-${word}`, customer: word, name: `Contact ${word}` }]);
    ids[word] = await idOf(service, 'customer', word);
    ids[`contact-${word}`] = await idOf(service, 'contact', `contact-${word}`);
  }
  for (const word of ['arbor', 'bosk', 'copse', 'thicket']) ids[word] = await idOf(service, 'partner', word);
});

const update = async (input: Record<string, unknown>, caller?: Caller) =>
  (
    await run<{ updatePartner: Payload }>(
      `mutation ($input: UpdatePartnerInput!) { updatePartner(input: $input) {
         partner { id version } userErrors { code path } } }`,
      { input },
      caller,
    )
  ).updatePartner;

/** Moves a partner as it stands. */
async function move(word: string, parentWord: string | null, caller?: Caller): Promise<Payload> {
  const { partner: found } = await run<{ partner: Partner }>(
    `query ($id: ID!) { partner(id: $id) { version } }`,
    { id: ids[word] },
  );
  const parentId = parentWord === null ? null : ids[parentWord];
  return update({ id: ids[word], expectedVersion: found.version, parentId, reason: `${word} moves` }, caller);
}

/** The customers that a caller sees, each way there is. */
async function sees(caller: Caller): Promise<string[]> {
  const { customers, contacts } = await run<
    Record<'customers' | 'contacts', { nodes: { id: string; customer?: { id: string } }[] }>
  >(
    `{ customers(first: 50) { nodes { id } } contacts(first: 50) { nodes { id customer { id } } } }`,
    {},
    caller,
  );
  const words = ['alder', 'birch', 'cedar', 'maple', 'hazel'].filter((word) => ids[word]);
  const wordOf = (id: string) => words.find((word) => ids[word] === id) ?? id;
  const found = customers.nodes.map(({ id }) => wordOf(id)).sort();
  expect(contacts.nodes.map(({ customer }) => wordOf(customer?.id ?? '')).sort()).toEqual(found);
  return found;
}

describe('partners below partners', () => {
  it('see what those below them have, never what those above or beside have', async () => {
    expect(await sees(partner('arbor'))).toEqual(['alder', 'hazel', 'maple']);
    expect(await sees(partner('copse'))).toEqual(['hazel', 'maple']);
    expect(await sees(partner('thicket'))).toEqual(['hazel']);
    expect(await sees(partner('bosk'))).toEqual(['birch']);
  });

  it('are reached from one another as far as the caller sees them', async () => {
    const tree = async (caller?: Caller) =>
      (
        await run<{ partners: { nodes: object[] } }>(
          `{ partners(first: 50) { nodes { name parent { name } ancestors { name } children { totalCount nodes { name } } } } }`,
          {},
          caller,
        )
      ).partners.nodes;
    const named = (...names: string[]) => names.map((name) => ({ name }));
    const below = (...names: string[]) => ({ totalCount: names.length, nodes: named(...names) });
    expect(await tree()).toEqual([
      { name: 'Arbor', parent: null, ancestors: [], children: below('Copse') },
      { name: 'Bosk', parent: null, ancestors: [], children: below() },
      { name: 'Copse', parent: { name: 'Arbor' }, ancestors: named('Arbor'), children: below('Thicket') },
      {
        name: 'Thicket',
        parent: { name: 'Copse' },
        ancestors: named('Copse', 'Arbor'),
        children: below(),
      },
    ]);
    expect(await tree(partner('copse'))).toEqual([
      { name: 'Copse', parent: null, ancestors: [], children: below('Thicket') },
      { name: 'Thicket', parent: { name: 'Copse' }, ancestors: named('Copse'), children: below() },
    ]);
    expect(await tree(testCallers.contact(ids['hazel'] ?? ''))).toEqual([
      { name: 'Thicket', parent: null, ancestors: [], children: below() },
    ]);
  });

  it('are listed by who is above them', async () => {
    const names = async (filter: string) =>
      (
        await run<{ partners: { nodes: { name: string }[] } }>(
          `{ partners(first: 50, filter: { ${filter} }) { nodes { name } } }`,
        )
      ).partners.nodes.map(({ name }) => name);
    expect(await names(`parentId: "${ids['arbor']}"`)).toEqual(['Copse']);
    expect(await names(`ancestorId: "${ids['arbor']}"`)).toEqual(['Copse', 'Thicket']);
    expect(await names('top: true')).toEqual(['Arbor', 'Bosk']);
    expect(await names('top: false')).toEqual(['Copse', 'Thicket']);
    const { customers } = await run<{ customers: { nodes: { name: string }[] } }>(
      `{ customers(filter: { underPartnerId: "${ids['copse']}" }) { nodes { name } } }`,
    );
    expect(customers.nodes.map(({ name }) => name)).toEqual(['Hazel', 'Maple']);
  });

  it('take as many statements for many as for one', async () => {
    const list = (first: number) =>
      service.countStatements(
        `query ($first: Int!) { partners(first: $first) { nodes {
           parent { name } ancestors { name } children(first: 2) { totalCount nodes { name } } } } }`,
        { first },
      );
    await list(4);
    expect(await list(4)).toBeLessThanOrEqual(7);
  });
});

describe('a partner that is moved', () => {
  it('takes its customers along at once: their versions, their history with the reason, their events', async () => {
    const before = (await service.events()).length;
    expect(await move('copse', 'bosk')).toMatchObject({ userErrors: [] });
    expect(await sees(partner('arbor'))).toEqual(['alder']);
    expect(await sees(partner('bosk'))).toEqual(['birch', 'hazel', 'maple']);
    expect(await sees(partner('copse'))).toEqual(['hazel', 'maple']);
    const { copse, bosk, thicket, maple, hazel } = ids;
    const told = (await service.events()).slice(before);
    expect(told.map(({ type, subject, version }) => [type, subject, version])).toEqual([
      ['plimsoll.partner.updated.v1', copse, 2],
      ...[maple, hazel].sort().map((id) => ['plimsoll.customer.updated.v1', id, 2]),
    ]);
    expect(told[0]?.data).toMatchObject({ parentId: bosk });
    const resellers = Object.fromEntries(
      told.slice(1).map(({ subject, data }) => [subject, data['partnerIds']]),
    );
    expect(resellers).toEqual({ [maple!]: [copse, bosk], [hazel!]: [thicket, copse, bosk] });
    const { customer } = await run<{ customer: { history: { nodes: object[] } } }>(
      `query ($id: ID!) { customer(id: $id) { history(first: 1) { nodes { version reason fields { name after } } } } }`,
      { id: maple },
    );
    expect(customer.history.nodes).toEqual([
      { version: 2, reason: 'copse moves', fields: [{ name: 'partnerIds', after: [copse, bosk] }] },
    ]);
    expect(await move('copse', null)).toMatchObject({ userErrors: [] });
    expect(await sees(partner('bosk'))).toEqual(['birch']);
    expect(await move('copse', 'arbor')).toMatchObject({ userErrors: [] });
    expect(await sees(partner('arbor'))).toEqual(['alder', 'hazel', 'maple']);
  });

  it('is refused below itself, below what is below it, below nobody known, and by a stale version', async () => {
    const events = (await service.events()).length;
    for (const parent of ['arbor', 'copse', 'thicket']) {
      expect(await move('arbor', parent)).toEqual({
        partner: null,
        userErrors: [{ code: 'PARTNER_CYCLE', path: ['parentId'] }],
      });
    }
    const unknown = { id: ids['arbor'], expectedVersion: 1, parentId: 'par_00000000000000000000000000' };
    expect(await update(unknown)).toMatchObject({ userErrors: [{ code: 'NOT_FOUND', path: ['parentId'] }] });
    expect(await update({ ...unknown, parentId: ids['bosk'], expectedVersion: 9 })).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
    for (const caller of [partner('bosk'), partner('arbor'), testCallers.agent, testCallers.nobody]) {
      expect(await move('thicket', 'bosk', caller)).toMatchObject({
        partner: null,
        userErrors: [{ code: 'NOT_FOUND' }],
      });
    }
    expect((await service.events()).length).toBe(events);
    expect(await sees(partner('arbor'))).toEqual(['alder', 'hazel', 'maple']);
  });

  it('makes no cycle together with another that is moved at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      await move('arbor', null);
      await move('bosk', null);
      const [one, two] = await Promise.all([move('arbor', 'bosk'), move('bosk', 'arbor')]);
      const codes = [one, two].map(({ userErrors }) => userErrors[0]?.code ?? 'DONE').sort();
      expect(codes).toEqual(['DONE', 'PARTNER_CYCLE']);
    }
    await move('arbor', null);
    await move('bosk', null);
  });

  it('and a customer sold through it at the same moment agree on who is above', async () => {
    const create = (round: number) =>
      run<{ createCustomer: { customer: { id: string } | null } }>(
        `mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id } } }`,
        { input: { idempotencyKey: `race ${round}`, name: `Race ${round}`, partnerId: ids['thicket'] } },
      );
    for (let round = 0; round < 6; round += 1) {
      const target = round % 2 === 0 ? 'bosk' : 'arbor';
      const [moved, made] = await Promise.all([move('copse', target), create(round)]);
      expect(moved.userErrors).toEqual([]);
      const id = made.createCustomer.customer?.id;
      const session = service.test.database.session({ kind: 'SYSTEM' });
      const rows = await session.query<{ partner_ids: string[] }>(
        'select partner_ids from customer where id = $1',
        [id],
      );
      const misplaced = await session.query(
        `select c.id from customer c join partner p on p.id = c.partner_id where c.partner_ids <> p.lineage`,
      );
      await session.release();
      expect(rows).toEqual([{ partner_ids: [ids['thicket'], ids['copse'], ids[target]] }]);
      expect(misplaced).toEqual([]);
    }
  });
});

describe('partners in a file', () => {
  it('name parents before or after them, are moved, and a bad row spoils only itself', async () => {
    const rows = [
      { external_id: 'f3', name: 'F3', parent: 'f2' },
      { external_id: 'f2', name: 'F2', parent: 'f1' },
      { external_id: 'f1', name: 'F1', parent: '' },
      { external_id: 'fx', name: 'FX', parent: 'fy' },
      { external_id: 'fy', name: 'FY', parent: 'fx' },
      { external_id: 'fz', name: 'FZ', parent: 'nobody' },
    ];
    const rejects = [
      { line: 4, column: 'parent', reason: expect.stringContaining('cannot be below itself') as string },
      { line: 5, column: 'parent', reason: expect.stringContaining('cannot be below itself') as string },
      { line: 6, column: 'parent', reason: 'There is no parent "nobody" in source "import".' },
    ];
    expect(await load('Partners', rows)).toEqual({ created: 3, updated: 0, unchanged: 0, rejects });
    expect(await load('Partners', rows)).toEqual({ created: 0, updated: 0, unchanged: 3, rejects });
    await load('Customers', [{ external_id: 'file', name: 'File', partner: 'f3' }]);
    // Turned over in one file: what is above comes below.
    expect(
      await load('Partners', [
        { external_id: 'f1', name: 'F1', parent: 'f3' },
        { external_id: 'f3', name: 'F3', parent: '' },
      ]),
    ).toMatchObject({ updated: 2, rejects: [] });
    expect(await load('Partners', [{ external_id: 'f3', name: 'F3 again', parent: 'f2' }])).toMatchObject({
      updated: 0,
      rejects: [{ line: 1, column: 'parent', reason: expect.stringContaining('below itself') as string }],
    });
    const { partnerByExternalId } = await run<{ partnerByExternalId: object }>(
      `{ partnerByExternalId(source: "import", externalId: "f2") { name ancestors { name } } }`,
    );
    expect(partnerByExternalId).toEqual({ name: 'F2', ancestors: [{ name: 'F1' }, { name: 'F3' }] });
    // A file without the column leaves everyone where they are.
    expect(await load('Partners', [{ external_id: 'f2', name: 'F2' }])).toMatchObject({ unchanged: 1 });
  });

  it('stand on eight levels at most', async () => {
    const chain = Array.from({ length: 9 }, (_, n) => ({
      external_id: `deep${n}`,
      name: `Deep ${n}`,
      parent: n === 0 ? '' : `deep${n - 1}`,
    }));
    expect(await load('Partners', chain)).toMatchObject({
      created: 8,
      rejects: [{ line: 9, column: 'parent', reason: expect.stringContaining('at most 8 levels') as string }],
    });
    const { createPartner } = await run<{ createPartner: Payload }>(
      `mutation ($input: CreatePartnerInput!) { createPartner(input: $input) { partner { id version } userErrors { code path } } }`,
      {
        input: {
          idempotencyKey: 'ninth',
          name: 'Ninth',
          parentId: await idOf(service, 'partner', 'deep7'),
        },
      },
    );
    expect(createPartner).toEqual({
      partner: null,
      userErrors: [{ code: 'PARTNERS_TOO_DEEP', path: ['parentId'] }],
    });
  });
});

describe('a large book', () => {
  it('moves as a whole, however many statements it takes', async () => {
    await load('Partners', [
      { external_id: 'large', name: 'Large', parent: '' },
      { external_id: 'larger', name: 'Larger', parent: '' },
    ]);
    for (const word of ['large', 'larger']) ids[word] = await idOf(service, 'partner', word);
    for (let batch = 0; batch < 3; batch += 1) {
      await load(
        'Customers',
        Array.from({ length: 1_000 }, (_, n) => ({
          external_id: `large ${batch} ${n}`,
          name: `Large ${batch} ${n}`,
          partner: 'large',
        })),
      );
    }
    expect(await move('large', 'larger')).toMatchObject({ userErrors: [] });
    const { customers } = await run<{ customers: { totalCount: number } }>(
      `{ customers(first: 1) { totalCount } }`,
      {},
      partner('larger'),
    );
    expect(customers.totalCount).toBe(3_000);
  });
});
