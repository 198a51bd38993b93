import 'reflect-metadata';
import { JobQueue } from '@plimsoll/shared';
import { testCallers, testLogger } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts, NOW } from '../account.fixture.js';
import { customerMergeJobs } from './customer-merge.job.js';
import { MOVES, STAYING } from './merge-moves.service.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const service = accountService();
beforeAll(async () => {
  await loadAccounts(service);
  await JobQueue.open({ database: service.test.database, logger: testLogger() });
});

type Caller = (typeof testCallers)['admin'];
const manager: Caller = { subject: 'mara', roles: ['manager'] };
interface Shown {
  id: string;
  version: number;
  csi: string;
}
interface Payload {
  customer: Shown | null;
  duplicate: Shown | null;
  moved: { table: string; count: number }[] | null;
  userErrors: { code: string; path: string[] }[];
}

/** A customer with a contact, a subscription with what it implies, and a review of all that. */
async function customerNamed(key: string, more: Record<string, string> = {}): Promise<string> {
  await service.load('Customers', [{ external_id: key, name: `Company ${key}`, csi: `CSI-${key}`, ...more }]);
  await service.load('Contacts', [
    { external_id: `c-${key}`, customer: key, name: key, email: `a@${key}.example` },
  ]);
  await service.load('Subscriptions', [
    { external_id: `s-${key}`, customer: key, plan: 'basic', kind: 'STANDARD', started_on: '2025-01-01' },
  ]);
  return idOf(service, 'customer', key);
}
const pair = async (key: string, more?: Record<string, string>) => ({
  keep: await customerNamed(`${key}-keep`, more),
  duplicate: await customerNamed(`${key}-dup`, more),
});
const merge = async (
  { keep, duplicate }: { keep: string; duplicate: string },
  more: object = {},
  caller: Caller = manager,
): Promise<Payload> =>
  (
    await service.run<{ result: Payload }>(
      `mutation ($input: MergeCustomersInput!) { result: mergeCustomers(input: $input) {
         customer { id version csi } duplicate { id version csi } moved { table count } userErrors { code path } } }`,
      {
        input: {
          keep: { id: keep, expectedVersion: 1 },
          duplicate: { id: duplicate, expectedVersion: 1 },
          reason: 'one company',
          ...more,
        },
      },
      caller,
    )
  ).result;
const found = async (query: string) =>
  (await service.run<{ found: { id: string } | null }>(`{ found: ${query} { id } }`)).found?.id ?? null;

describe('a merge', () => {
  it('knows of every table that belongs to a customer', async () => {
    const tables = await service.test.database.transaction(SYSTEM, (tx) =>
      tx.query<{ name: string }>(
        `select distinct k.conrelid::regclass::text as name from pg_constraint k
          where k.contype = 'f' and k.confrelid = 'customer'::regclass
         union
         select c.table_name::text from information_schema.columns c join information_schema.tables t using (table_name)
          where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name = 'customer_id'`,
      ),
    );
    const known = [...MOVES.map(({ table }) => table), ...Object.keys(STAYING)];
    expect(known.sort()).toEqual(tables.map(({ name }) => name).sort());
  });

  it('gives whatever is of the duplicate to the other one, and is told to others', async () => {
    const { keep, duplicate } = await pair('whole');
    const before = (await service.events()).length;
    const merged = await merge({ keep, duplicate });
    expect(merged).toEqual({
      customer: { id: keep, version: 1, csi: 'CSI-WHOLE-KEEP' },
      duplicate: { id: duplicate, version: 2, csi: 'CSI-WHOLE-DUP' },
      moved: [
        { table: 'contact', count: 1 },
        { table: 'subscription', count: 1 },
        { table: 'entitlement', count: 1 },
      ],
      userErrors: [],
    });
    const { kept, given } = await service.run<Record<'kept' | 'given', object>>(
      `query ($keep: ID!, $dup: ID!) {
         kept: customer(id: $keep) { mergedInto { id } formerCsis contacts { totalCount } subscriptions { totalCount }
           entitlements { totalCount } monthlyRecurringRevenue { amount } }
         given: customer(id: $dup) { name mergedInto { id name } contacts { totalCount } subscriptions { totalCount } } }`,
      { keep, dup: duplicate },
    );
    expect(kept).toEqual({
      mergedInto: null,
      formerCsis: ['CSI-WHOLE-DUP'],
      contacts: { totalCount: 2 },
      subscriptions: { totalCount: 2 },
      entitlements: { totalCount: 2 },
      monthlyRecurringRevenue: [{ amount: '20.00' }],
    });
    expect(given).toEqual({
      name: 'Company whole-dup',
      mergedInto: { id: keep, name: 'Company whole-keep' },
      contacts: { totalCount: 0 },
      subscriptions: { totalCount: 0 },
    });
    expect(await found('customerByCsi(csi: "csi whole dup")')).toBe(keep);
    expect(await found('customerByExternalId(source: "import", externalId: "whole-dup")')).toBe(keep);
    const listed = async (filter: string) =>
      (
        await service.run<{ customers: { nodes: { id: string }[] } }>(
          `{ customers(filter: { search: "whole-" ${filter} }) { nodes { id } } }`,
        )
      ).customers.nodes.map(({ id }) => id);
    expect(await listed('')).toEqual([keep]);
    expect(await listed('merged: true')).toEqual([duplicate]);
    const events = (await service.events()).slice(before);
    expect(events.map(({ type }) => type).sort()).toEqual([
      'plimsoll.contact.updated.v1',
      'plimsoll.customer.merged.v1',
      'plimsoll.customer.updated.v1',
      'plimsoll.entitlement.updated.v1',
      'plimsoll.subscription.updated.v1',
    ]);
    for (const { type, data } of events) {
      if (!type.includes('.customer.')) expect(data['customerId']).toBe(keep);
    }
    expect(events.find(({ type }) => type.endsWith('.merged.v1'))).toMatchObject({
      subject: duplicate,
      version: 2,
      data: { id: duplicate, externalId: 'whole-dup', into: keep, mergedInto: keep },
    });
  });

  it('leaves a duplicate that nothing new is made of, whose identifiers go on to mean the other one', async () => {
    const { keep, duplicate } = await pair('after');
    await merge({ keep, duplicate });
    const { updateCustomer, createContact } = await service.run<Record<string, { userErrors: object[] }>>(
      `mutation { updateCustomer(input: { id: "${duplicate}", expectedVersion: 2, name: "x" }) { userErrors { code } }
         createContact(input: { idempotencyKey: "late", customerId: "${duplicate}", name: "x" }) { userErrors { code path } } }`,
    );
    expect(updateCustomer?.userErrors).toEqual([{ code: 'CUSTOMER_MERGED' }]);
    expect(createContact?.userErrors).toEqual([{ code: 'CUSTOMER_MERGED', path: ['customerId'] }]);
    const report = await service.load('Customers', [{ external_id: 'after-dup', name: 'New name' }]);
    expect(report).toMatchObject({ created: 0, updated: 0, rejects: [{ line: 1, column: 'external_id' }] });
    await service.load('Contacts', [{ external_id: 'c-late', customer: 'after-dup', name: 'Late' }]);
    const { contact } = await service.run<{ contact: { customer: { id: string } } }>(
      `{ contact: contactByExternalId(source: "import", externalId: "c-late") { customer { id } } }`,
    );
    expect(contact.customer.id).toBe(keep);
    // A chain of merges leads to the last one at once.
    const last = await customerNamed('after-last');
    await merge({ keep: last, duplicate: keep });
    expect(await found('customerByCsi(csi: "CSI-AFTER-DUP")')).toBe(last);
    const { customer } = await service.run<{ customer: { mergedInto: { id: string } } }>(
      `{ customer(id: "${duplicate}") { mergedInto { id } } }`,
    );
    expect(customer.mergedInto.id).toBe(last);
  });

  it('brings along what was written while it took place', async () => {
    const { keep, duplicate } = await pair('settle');
    await merge({ keep, duplicate });
    await service.test.database.transaction(SYSTEM, (tx) =>
      tx.query(`insert into contact (id, version, customer_id, name) values ('con_late', 1, $1, 'Late')`, [
        duplicate,
      ]),
    );
    const { handlers } = customerMergeJobs({
      database: service.test.database,
      logger: testLogger(),
      clock: () => NOW,
    });
    const job = { id: '1', attempt: 1 };
    await Promise.all([
      handlers['sweep_customer_merges']?.({}, job),
      handlers['settle_customer_merge']?.({ customerId: duplicate }, job),
    ]);
    const { contact } = await service.run<{ contact: { version: number; customer: { id: string } } }>(
      `{ contact(id: "con_late") { version customer { id } } }`,
    );
    expect(contact).toEqual({ version: 2, customer: { id: keep } });
  });

  it('is done once where two give one duplicate to others, or two give themselves to one another', async () => {
    const { keep, duplicate } = await pair('race');
    const other = await customerNamed('race-other');
    const answers = await Promise.all([merge({ keep, duplicate }), merge({ keep: other, duplicate })]);
    expect(answers.map(({ userErrors }) => userErrors[0]?.code ?? 'done').sort()).toEqual([
      'CUSTOMER_MERGED',
      'done',
    ]);
    const two = await pair('mutual');
    const mutual = await Promise.all([merge(two), merge({ keep: two.duplicate, duplicate: two.keep })]);
    expect(mutual.map(({ userErrors }) => userErrors[0]?.code ?? 'done').sort()).toEqual([
      'CUSTOMER_MERGED',
      'done',
    ]);
  });

  it('is refused at another version, while one is terminating, across partners, for one alone; nothing has changed', async () => {
    const two = await pair('refused');
    const before = (await service.events()).length;
    const refused = (answer: Payload) => [
      answer.customer,
      answer.userErrors[0]?.code,
      answer.userErrors[0]?.path,
    ];
    const stale = { id: two.keep, expectedVersion: 2 };
    expect(refused(await merge(two, { keep: stale }))).toEqual([
      null,
      'CONFLICT',
      ['keep', 'expectedVersion'],
    ]);
    expect(refused(await merge({ keep: two.keep, duplicate: two.keep }))).toEqual([
      null,
      'INVALID',
      ['duplicate', 'id'],
    ]);
    const missing = 'cus_00000000000000000000000000';
    expect(refused(await merge({ ...two, duplicate: missing }))).toEqual([
      null,
      'NOT_FOUND',
      ['duplicate', 'id'],
    ]);
    for (const caller of [
      testCallers.operator,
      testCallers.agent,
      testCallers.contact(two.keep),
      testCallers.nobody,
    ]) {
      expect(refused(await merge(two, {}, caller))[1]).toBe('NOT_FOUND');
    }
    expect((await service.events()).length).toBe(before);
    await service.run(
      `mutation { terminateCustomer(input: { id: "${two.keep}", expectedVersion: 1, effectiveOn: "2026-05-01", reason: "x" }) { userErrors { code } } }`,
    );
    expect(refused(await merge(two, { keep: { id: two.keep, expectedVersion: 2 } }))).toEqual([
      null,
      'INVALID_TRANSITION',
      ['keep'],
    ]);
    const [arbor, bosk] = [
      await customerNamed('of-arbor', { partner: 'arbor' }),
      await customerNamed('of-bosk', { partner: 'bosk' }),
    ];
    expect(refused(await merge({ keep: arbor, duplicate: bosk }))).toEqual([
      null,
      'INVALID',
      ['acrossPartners'],
    ]);
    expect((await merge({ keep: arbor, duplicate: bosk }, { acrossPartners: true })).userErrors).toEqual([]);
    const partner = testCallers.partner(await idOf(service, 'partner', 'bosk'));
    const { customerByCsi } = await service.run<{ customerByCsi: null }>(
      `{ customerByCsi(csi: "CSI-OF-BOSK") { id } }`,
      {},
      partner,
    );
    expect(customerByCsi).toBeNull();
  });
});

describe('a support identifier', () => {
  const reissue = async (id: string, expectedVersion: number, csi?: string) =>
    (
      await service.run<{
        result: { customer: Shown | null; userErrors: { code: string; path: string[] }[] };
      }>(
        `mutation ($input: ReissueCsiInput!) { result: reissueCsi(input: $input) { customer { id version csi } userErrors { code path } } }`,
        { input: { id, expectedVersion, reason: 'leaked', ...(csi === undefined ? {} : { csi }) } },
        testCallers.operator,
      )
    ).result;

  it('is issued anew; the old one finds the customer still, and goes to nobody else', async () => {
    const id = await customerNamed('reissued');
    const { customer } = await reissue(id, 1);
    expect(customer?.csi).toMatch(/^...-...-...$/);
    expect(await found('customerByCsi(csi: "csi reissued")')).toBe(id);
    expect(await found(`customerByCsi(csi: "${customer?.csi}")`)).toBe(id);
    const other = await customerNamed('other');
    expect(await reissue(other, 1, 'CSI-REISSUED')).toEqual({
      customer: null,
      userErrors: [{ code: 'DUPLICATE_CSI', path: ['csi'] }],
    });
    const report = await service.load('Customers', [{ external_id: 'taker', name: 'T', csi: 'csireissued' }]);
    expect(report.rejects).toHaveLength(1);
    // It may come back to the customer that had it.
    expect((await reissue(id, 2, 'CSI-REISSUED')).customer).toMatchObject({
      version: 3,
      csi: 'CSI-REISSUED',
    });
    const { customer: shown } = await service.run<{ customer: { formerCsis: string[] } }>(
      `{ customer(id: "${id}") { formerCsis } }`,
    );
    expect(shown.formerCsis).toEqual([customer?.csi]);
  });
});
