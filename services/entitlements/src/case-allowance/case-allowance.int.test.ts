import 'reflect-metadata';
import fc from 'fast-check';
import type { BusEvent } from '@plimsoll/shared';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts, NOW } from '../account.fixture.js';
import { caseAllowanceJobs, caseAllowanceProjections } from './index.js';

// Now is 2026-03-10T23:30Z: the 11th of March in Berlin, where Alder is.
const service = accountService();
const { load, run } = service;
const ids: Record<string, string> = {};
const SYSTEM = { kind: 'SYSTEM' } as const;

interface Happening {
  ticket: string;
  version: number;
  closedAt?: string | null;
  customer?: string | null;
  kind?: string;
}

/** Hands tickets' events to the projection, as the consumer does. */
async function tell(happenings: Happening[], now = NOW): Promise<void> {
  const [tickets] = caseAllowanceProjections('entitlements', () => now);
  const events = happenings.map(
    ({ ticket, version, closedAt = null, customer = 'alder', kind = 'REQUEST' }, place) => ({
      id: `evt_${place}`,
      producer: 'tickets',
      position: place + 1,
      time: '',
      type: 'plimsoll.ticket.updated.v1',
      subject: ticket,
      version,
      data: { id: ticket, customerId: customer === null ? null : ids[customer], kind, closedAt },
    }),
  );
  await service.test.database.transaction(
    SYSTEM,
    (tx) => tickets?.handlers['plimsoll.ticket.updated.v1']?.(tx, events) ?? Promise.resolve(),
  );
}

/** Hands this service's own events of a type to the projection. */
async function follow(type: string): Promise<void> {
  const [, own] = caseAllowanceProjections('entitlements', () => NOW);
  const events: BusEvent[] = (await service.events())
    .filter((event) => event.type === type)
    .map((event, place) => ({
      ...event,
      id: `evt_${place}`,
      producer: 'entitlements',
      position: place + 1,
      time: '',
    }));
  await service.test.database.transaction(
    SYSTEM,
    (tx) => own?.handlers[type]?.(tx, events) ?? Promise.resolve(),
  );
}

interface Allowance {
  allowed: number | null;
  used: number;
  remaining: number | null;
  beyond: string;
  refused: boolean;
  from: string;
  to: string;
}
async function allowance(customer: string, caller?: Parameters<typeof run>[2]): Promise<Allowance | null> {
  const answer = await run<{ customer: { caseAllowance: Allowance | null } | null }>(
    `query ($id: ID!) { customer(id: $id) { caseAllowance { allowed used remaining beyond refused from to entitlement { id } } } }`,
    { id: ids[customer] },
    caller,
  );
  return answer.customer?.caseAllowance ?? null;
}
async function charges(customer: string, withdrawn?: boolean) {
  const { chargeableCases } = await run<{
    chargeableCases: {
      nodes: { ticket: { id: string }; number: number; allowed: number; withdrawn: boolean }[];
    };
  }>(
    `query ($id: ID!, $withdrawn: Boolean) { chargeableCases(filter: { customerId: $id, withdrawn: $withdrawn }, orderBy: { field: CLOSED_AT, direction: ASC }) {
       nodes { ticket { id } number allowed withdrawn } } }`,
    { id: ids[customer], withdrawn },
  );
  return chargeableCases.nodes.map(
    ({ ticket, number, allowed, withdrawn }) =>
      `${ticket.id} ${number}/${allowed}${withdrawn ? ' withdrawn' : ''}`,
  );
}
const standings = async () =>
  (await service.events())
    .filter(({ type }) => type === 'plimsoll.case_allowance.updated.v1')
    .map(({ subject, version, data }) => ({
      subject,
      version,
      used: data['used'],
      refused: data['refused'],
    }));

const customers = ['alder', 'birch', 'cedar'];

beforeAll(async () => {
  await loadAccounts(service);
  for (const name of customers) ids[name] = await idOf(service, 'customer', name);
  for (const name of ['arbor', 'bosk']) ids[name] = await idOf(service, 'partner', name);
  await load('SupportLevels', [
    {
      external_id: 'charged',
      name: 'Charged',
      agreement: 'sla-2',
      cases_per_year: '2',
      beyond_allowance: 'CHARGE',
    },
    {
      external_id: 'refused',
      name: 'Refused',
      agreement: 'sla-2',
      cases_per_year: '1',
      beyond_allowance: 'REFUSE',
    },
  ]);
  const entitled = (customer: string, level: string, cases: string) => ({
    customer,
    product: 'orders',
    agreement: 'sla-2',
    support_level: level,
    valid_from: '2025-03-05',
    cases,
  });
  const report = await load('Entitlements', [
    entitled('alder', 'charged', '2'),
    entitled('birch', 'refused', '1'),
    // Stricter, but of an asset and without a support level: no case is used of it.
    {
      customer: 'alder',
      asset: 'ast_01jz5q0v8hf7rtm2k9x4c6b3na',
      agreement: 'sla-2',
      valid_from: '2024-01-01',
    },
  ]);
  expect(report.rejects).toEqual([]);
});

describe('cases', () => {
  it('are used when tickets close, given back when they are reopened, and charged beyond the allowance', async () => {
    expect(await allowance('alder')).toMatchObject({
      allowed: 2,
      used: 0,
      remaining: 2,
      beyond: 'CHARGE',
      refused: false,
      from: '2026-03-05',
      to: '2027-03-05',
    });
    await tell([
      // 23:30 on the 4th in Berlin: the contract year before.
      { ticket: 'tkt_old', version: 3, closedAt: '2026-03-04T22:30:00.000Z' },
      { ticket: 'tkt_a', version: 2, closedAt: '2026-03-04T23:00:00.000Z' },
      { ticket: 'tkt_b', version: 2, closedAt: '2026-03-06T10:00:00.000Z' },
      { ticket: 'tkt_open', version: 1 },
      { ticket: 'tkt_problem', version: 1, closedAt: '2026-03-06T10:00:00.000Z', kind: 'PROBLEM' },
    ]);
    expect(await allowance('alder')).toMatchObject({ used: 2, remaining: 0, refused: false });
    expect(await charges('alder')).toEqual([]);
    await tell([
      { ticket: 'tkt_c', version: 2, closedAt: '2026-03-07T10:00:00.000Z' },
      { ticket: 'tkt_d', version: 5, closedAt: '2026-03-08T10:00:00.000Z', kind: 'INCIDENT' },
    ]);
    expect(await allowance('alder')).toMatchObject({ used: 4, remaining: 0 });
    expect(await charges('alder')).toEqual(['tkt_c 3/2', 'tkt_d 4/2']);

    // Reopened: those after it move up, and the last within the allowance is charged no more.
    await tell([{ ticket: 'tkt_a', version: 3 }]);
    expect(await allowance('alder')).toMatchObject({ used: 3, remaining: 0 });
    expect(await charges('alder')).toEqual(['tkt_c 3/2 withdrawn', 'tkt_d 3/2']);

    // Told again, and too late: nothing changes.
    const events = (await service.events()).length;
    await tell([
      { ticket: 'tkt_a', version: 2, closedAt: '2026-03-04T23:00:00.000Z' },
      { ticket: 'tkt_a', version: 3 },
      { ticket: 'tkt_d', version: 5, closedAt: '2026-03-08T10:00:00.000Z', kind: 'INCIDENT' },
    ]);
    expect((await service.events()).length).toBe(events);

    await tell([{ ticket: 'tkt_a', version: 4, closedAt: '2026-03-10T10:00:00.000Z' }]);
    expect(await charges('alder')).toEqual(['tkt_c 3/2 withdrawn', 'tkt_d 3/2', 'tkt_a 4/2']);
    // A ticket that turns out to be another customer's, or nobody's.
    await tell([
      { ticket: 'tkt_a', version: 5, closedAt: '2026-03-10T10:00:00.000Z', customer: null },
      { ticket: 'tkt_d', version: 6, closedAt: '2026-03-08T10:00:00.000Z', customer: 'cedar' },
    ]);
    expect(await allowance('alder')).toMatchObject({ used: 2, remaining: 0 });
    expect(await charges('alder')).toEqual([
      'tkt_c 3/2 withdrawn',
      'tkt_d 3/2 withdrawn',
      'tkt_a 4/2 withdrawn',
    ]);
  });

  it('show on the entitlement, each contract year by itself', async () => {
    const { customer } = await run<{ customer: { entitlements: { nodes: object[] } } }>(
      `query ($id: ID!) { customer(id: $id) { entitlements { nodes { cases casesUsed casesRemaining } } } }`,
      { id: ids['alder'] },
    );
    expect(customer.entitlements.nodes).toEqual([
      { cases: 2, casesUsed: 2, casesRemaining: 0 },
      { cases: null, casesUsed: 0, casesRemaining: null },
    ]);
  });

  it('are refused beyond the allowance where the level says so, until the year is over or more is allowed', async () => {
    await tell([{ ticket: 'tkt_r', version: 1, closedAt: '2026-03-10T10:00:00.000Z', customer: 'birch' }]);
    expect(await allowance('birch')).toMatchObject({ allowed: 1, used: 1, beyond: 'REFUSE', refused: true });
    const subject = ids['birch'];
    const told = async () => (await standings()).filter((one) => one.subject === subject);
    expect(await told()).toEqual([{ subject, version: 1, used: 1, refused: true }]);

    const { entitlements } = await run<{ entitlements: { nodes: { id: string }[] } }>(
      'query ($c: ID!) { entitlements(filter: { customerId: $c }) { nodes { id } } }',
      { c: subject },
    );
    await run(
      'mutation ($input: UpdateEntitlementInput!) { updateEntitlement(input: $input) { userErrors { code } } }',
      { input: { id: entitlements.nodes[0]?.id, expectedVersion: 1, cases: 2 } },
    );
    await follow('plimsoll.entitlement.updated.v1');
    expect((await told()).at(-1)).toEqual({ subject, version: 2, used: 1, refused: false });

    await tell([{ ticket: 'tkt_s', version: 1, closedAt: '2026-03-10T11:00:00.000Z', customer: 'birch' }]);
    expect((await told()).at(-1)).toMatchObject({ version: 3, refused: true });
    const sweep = (now: Date) => {
      const { database } = service.test;
      const { handlers } = caseAllowanceJobs({ database, logger: service.subgraph.logger, clock: () => now });
      return handlers['sweep_case_allowances']?.({}, {} as never);
    };
    await sweep(new Date('2027-03-05T04:59:00Z'));
    expect((await told()).at(-1)).toMatchObject({ version: 3 });
    // In New York the 5th of March begins at 05:00 UTC.
    await sweep(new Date('2027-03-05T05:00:00Z'));
    expect((await told()).at(-1)).toEqual({ subject, version: 4, used: 0, refused: false });
  });

  it('follow a support level, and an entitlement that comes late', async () => {
    expect(await allowance('cedar')).toBeNull();
    await load('Entitlements', [
      {
        customer: 'cedar',
        product: 'orders',
        agreement: 'sla-2',
        support_level: 'refused',
        valid_from: '2026-01-01',
        cases: '1',
      },
    ]);
    await follow('plimsoll.entitlement.created.v1');
    expect(await allowance('cedar')).toMatchObject({ used: 1, refused: true });
    const cedar = async () => (await standings()).filter(({ subject }) => subject === ids['cedar']).at(-1);
    expect(await cedar()).toMatchObject({ used: 1, refused: true });
    await load('SupportLevels', [
      {
        external_id: 'refused',
        name: 'Refused',
        agreement: 'sla-2',
        cases_per_year: '1',
        beyond_allowance: 'ALLOW',
      },
    ]);
    await follow('plimsoll.support_level.updated.v1');
    expect(await cedar()).toMatchObject({ refused: false });
    expect(await allowance('cedar')).toMatchObject({ beyond: 'ALLOW', refused: false, remaining: 0 });
  });

  it('are counted over the subscription that implies an entitlement, whatever version of an agreement applies', async () => {
    await load('Customers', [{ external_id: 'dogwood', name: 'Dogwood', csi: 'DOG-1' }]);
    ids['dogwood'] = await idOf(service, 'customer', 'dogwood');
    await load('SupportLevels', [
      {
        external_id: 'lvl-premier',
        name: 'Premier support',
        agreement: 'sla-2',
        cases_per_year: '3',
        beyond_allowance: 'CHARGE',
      },
    ]);
    await load('Subscriptions', [
      {
        external_id: 'dog',
        customer: 'dogwood',
        plan: 'enterprise',
        kind: 'STANDARD',
        started_on: '2025-06-01',
      },
    ]);
    await tell([
      { ticket: 'tkt_w', version: 1, closedAt: '2025-12-01T10:00:00.000Z', customer: 'dogwood' },
      { ticket: 'tkt_x', version: 1, closedAt: '2026-02-01T10:00:00.000Z', customer: 'dogwood' },
    ]);
    expect(await allowance('dogwood')).toMatchObject({
      allowed: 3,
      used: 2,
      remaining: 1,
      from: '2025-06-01',
      to: '2026-06-01',
    });
  });

  it('end up the same in whatever order events come, and however often', async () => {
    await load('Customers', [{ external_id: 'elm', name: 'Elm', csi: 'ELM-1' }]);
    ids['elm'] = await idOf(service, 'customer', 'elm');
    await load('Entitlements', [
      {
        customer: 'elm',
        product: 'orders',
        agreement: 'sla-2',
        support_level: 'charged',
        valid_from: '2025-05-01',
        cases: '2',
      },
    ]);
    let round = 0;
    const happening = fc.record({
      ticket: fc.integer({ min: 1, max: 5 }),
      version: fc.integer({ min: 1, max: 6 }),
      day: fc.option(fc.integer({ min: 1, max: 9 }), { nil: null }),
    });
    const histories = fc
      .uniqueArray(happening, {
        selector: ({ ticket, version }) => `${ticket} ${version}`,
        minLength: 1,
        maxLength: 15,
      })
      .chain((history) =>
        fc.tuple(
          fc.constant(history),
          fc.shuffledSubarray([...history, ...history], { minLength: history.length * 2 }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(histories, async ([history, told]) => {
        // Each round begins with no case used, also after one that failed.
        const name = (ticket: number) => `tkt_${String(round).padStart(3, '0')}_${ticket}`;
        const tickets = [1, 2, 3, 4, 5];
        await tell(tickets.map((ticket) => ({ ticket: name(ticket), version: 99, customer: 'elm' })));
        round += 1;
        for (let place = 0; place < told.length; place += 5) {
          await tell(
            told.slice(place, place + 5).map(({ ticket, version, day }) => ({
              ticket: name(ticket),
              version,
              customer: 'elm',
              closedAt: day === null ? null : `2026-03-0${day}T10:00:00.000Z`,
            })),
          );
        }
        const last = tickets.flatMap((ticket) => {
          const [latest] = history
            .filter((one) => one.ticket === ticket)
            .sort((a, b) => b.version - a.version);
          return latest?.day == null ? [] : [{ ticket, day: latest.day }];
        });
        last.sort((a, b) => a.day - b.day || a.ticket - b.ticket);
        expect(await allowance('elm')).toMatchObject({
          used: last.length,
          remaining: Math.max(0, 2 - last.length),
        });
        const charged = await charges('elm', false);
        const expected = last.slice(2).map(({ ticket }, place) => `${name(ticket)} ${place + 3}/2`);
        // The list is by day alone: those closed at the same instant come in any order.
        expect(charged.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 8 },
    );
  });

  it('are seen by those who see the customer', async () => {
    for (const caller of [
      testCallers.agent,
      testCallers.partner(ids['arbor'] ?? ''),
      testCallers.contact(ids['alder'] ?? ''),
    ]) {
      expect(await allowance('alder', caller)).toMatchObject({ used: 2 });
    }
    const seen = async (caller: Parameters<typeof run>[2]) =>
      (
        await run<{ chargeableCases: { totalCount: number } }>(
          '{ chargeableCases { totalCount } }',
          {},
          caller,
        )
      ).chargeableCases.totalCount;
    expect(await seen(testCallers.partner(ids['arbor'] ?? ''))).toBe(3);
    for (const caller of [
      testCallers.partner(ids['bosk'] ?? ''),
      testCallers.contact(ids['birch'] ?? ''),
      testCallers.analyst,
      testCallers.nobody,
    ]) {
      expect(await allowance('alder', caller)).toBeNull();
      expect(await seen(caller)).toBe(0);
    }
  });

  it('take as many statements for many as for one', async () => {
    const list = (first: number) =>
      service.countStatements(
        `query ($n: Int!) { customers(first: $n) { nodes { caseAllowance { used entitlement { id } }
           entitlements { nodes { casesUsed casesRemaining } } } }
           chargeableCases(first: $n) { nodes { customer { name } entitlement { cases } history(first: 1) { nodes { version } } } } }`,
        { n: first },
      );
    await list(5);
    expect(await list(2)).toBe(await list(5));
  });
});
