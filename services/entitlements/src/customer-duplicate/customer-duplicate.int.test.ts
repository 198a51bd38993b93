import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
beforeAll(async () => {
  await loadAccounts(service);
  const named = (names: Record<string, string>) =>
    Object.entries(names).map(([external_id, name]) => ({ external_id, name }));
  await service.load(
    'Customers',
    named({
      mueller1: 'Müller & Söhne GmbH',
      mueller2: 'MULLER + SOHNE AG',
      acme1: 'Acme Industries',
      acme2: 'Acme Industriez',
      solo: 'Zephyr',
      mail: 'Quokka',
      phone: 'Wombat',
    }),
  );
  const contact = (customer: string, n: number, email: string, phone?: string) => ({
    external_id: `${customer}${n}`,
    customer,
    name: 'x',
    email,
    ...(phone === undefined ? {} : { phone }),
  });
  await service.load('Contacts', [
    contact('solo', 1, 'a@Zephyr.example', '+49 30 901820'),
    contact('solo', 2, 'a@gmail.com'),
    contact('mail', 1, 'b@zephyr.example'),
    contact('mail', 2, 'c@zephyr.example'),
    contact('phone', 1, 'd@gmail.com', '030/901820'),
    contact('mueller1', 1, 'e@mueller.example'),
    contact('mueller2', 1, 'f@mueller.example'),
  ]);
  await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
    tx.query(
      `insert into contact_number select id, '+4930901820' from contact where external_id in ('solo1', 'phone1')`,
    ),
  );
});

const ask = async (args = '', caller = testCallers.agent) =>
  (
    await service.run<{ possibleDuplicates: object[] }>(
      `{ possibleDuplicates${args} { customer { name } duplicate { name } score reasons } }`,
      {},
      caller,
    )
  ).possibleDuplicates;
const pairOf = (customer: string, duplicate: string, score: number, ...reasons: string[]) => ({
  customer: { name: customer },
  duplicate: { name: duplicate },
  score,
  reasons,
});
const MUELLER = pairOf('Müller & Söhne GmbH', 'MULLER + SOHNE AG', 90, 'SAME_MAIL_DOMAIN', 'SAME_NAME');
const MAIL = pairOf('Zephyr', 'Quokka', 30, 'SAME_MAIL_DOMAIN');
const PHONE = pairOf('Zephyr', 'Wombat', 30, 'SAME_PHONE');

describe('customers that may be one', () => {
  it('are ranked by what they have in common, public mail providers apart', async () => {
    expect(await ask()).toEqual([MUELLER, MAIL, PHONE]);
    expect(await ask('(first: 1)')).toEqual([MUELLER]);
  });

  it('are asked for by one of them, by the likeness of names too', async () => {
    const of = async (externalId: string) =>
      ask(`(customerId: "${await idOf(service, 'customer', externalId)}")`);
    expect(await of('mueller2')).toEqual([MUELLER]);
    expect(await of('acme2')).toEqual([pairOf('Acme Industries', 'Acme Industriez', 40, 'SIMILAR_NAME')]);
    expect(await of('phone')).toEqual([PHONE]);
    expect(await of('alder')).toEqual([]);
  });

  it('are for staff alone, at most 100', async () => {
    const arbor = await idOf(service, 'partner', 'arbor');
    for (const caller of [testCallers.partner(arbor), testCallers.analyst, testCallers.nobody]) {
      expect(await ask('', caller)).toBeNull();
    }
    const { errors } = await service.execute('{ possibleDuplicates(first: 101) { score } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID' });
  });

  it('are no more once they are merged', async () => {
    const [keep, duplicate] = [
      await idOf(service, 'customer', 'solo'),
      await idOf(service, 'customer', 'phone'),
    ];
    await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query('update customer set merged_into = $1 where id = $2', [keep, duplicate]),
    );
    expect(await ask()).toEqual([MUELLER, MAIL]);
  });

  it('are found in few statements', async () => {
    const count = (first: number) =>
      service.countStatements(
        `{ possibleDuplicates(first: ${first}) { customer { name } duplicate { name } } }`,
      );
    await count(1);
    expect(await count(1)).toBe(await count(3));
  });
});
