import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { deskCalls } from '../testing/desk-calls.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

const NOW = new Date('2026-03-10T10:00:00.000Z');

interface Case {
  id: string;
  version: number;
  [field: string]: unknown;
}

describe('cases with those outside', () => {
  const test = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => NOW }),
  });
  let desk: Desk;
  let agent: Principal;
  const { opened, done, refused, log, read } = deskCalls(test.run, () => agent);

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
  });

  const FIELDS = 'id version vendor reference nextCheckAt checkedAt note outcome endedAt';
  const step = async (name: string, type: string, given: Case, input: object) =>
    (
      await test.run<{ result: { thirdPartyCase: Case | null; userErrors: { code: string }[] } }>(
        `mutation ($input: ${type}!) { result: ${name}(input: $input) { thirdPartyCase { ${FIELDS} } userErrors { code } } }`,
        { input: { id: given.id, expectedVersion: given.version, ...input } },
        agent,
      )
    ).result;
  const casesOf = async (id: string, caller: Principal = agent) =>
    (
      await test.run<{ ticket: { thirdPartyCases: { nodes: Case[] } } }>(
        `query ($id: ID!) { ticket(id: $id) { thirdPartyCases(first: 9) { nodes { ${FIELDS} ticket { id } } } } }`,
        { id },
        caller,
      )
    ).ticket.thirdPartyCases.nodes;

  it('are followed from the asking to the outcome, while the ticket waits', async () => {
    const ticket = await opened({ customerId: desk.customerA });
    const refer = {
      vendor: 'Carrier',
      reference: 'C-1',
      nextCheckAt: '2026-03-12T10:00:00Z',
      text: 'Line down',
    };
    expect(
      await refused('referToThirdParty', 'ReferToThirdPartyInput', ticket, { vendor: 'X', nextCheckAt: NOW }),
    ).toBe('INVALID');
    const waiting = await done('referToThirdParty', 'ReferToThirdPartyInput', ticket, refer);
    expect(waiting.status).toBe('WAITING_ON_THIRD_PARTY');
    const [first] = await casesOf(ticket.id);
    expect(first).toMatchObject({
      version: 1,
      vendor: 'Carrier',
      reference: 'C-1',
      outcome: null,
      ticket: { id: ticket.id },
    });
    expect(await refused('referToThirdParty', 'ReferToThirdPartyInput', waiting, { vendor: 'Other' })).toBe(
      'CASE_OPEN',
    );
    const { thirdPartyCases } = await test.run<{ thirdPartyCases: { nodes: Case[]; totalCount: number } }>(
      `query ($filter: ThirdPartyCaseFilter) { thirdPartyCases(first: 9, filter: $filter,
        orderBy: { field: NEXT_CHECK_AT }) { nodes { id } totalCount } }`,
      { filter: { open: true, checkBefore: '2026-03-13T00:00:00Z', vendor: 'carr' } },
      agent,
    );
    expect(thirdPartyCases).toEqual({ nodes: [{ id: first?.id }], totalCount: 1 });
    const { thirdPartyCase: heard } = await step(
      'checkThirdPartyCase',
      'CheckThirdPartyCaseInput',
      first as Case,
      {
        note: 'They are digging.',
      },
    );
    expect(heard).toMatchObject({
      version: 2,
      note: 'They are digging.',
      nextCheckAt: null,
      checkedAt: NOW.toISOString(),
    });
    const stale = await step('endThirdPartyCase', 'EndThirdPartyCaseInput', first as Case, {
      outcome: 'SOLVED',
    });
    expect(stale.userErrors).toEqual([{ code: 'CONFLICT' }]);
    const { thirdPartyCase: ended } = await step(
      'endThirdPartyCase',
      'EndThirdPartyCaseInput',
      heard as Case,
      {
        outcome: 'SOLVED',
      },
    );
    expect(ended).toMatchObject({ outcome: 'SOLVED', note: 'They are digging.', endedAt: NOW.toISOString() });
    expect(
      (await step('checkThirdPartyCase', 'CheckThirdPartyCaseInput', ended as Case, { note: 'X' }))
        .userErrors,
    ).toEqual([{ code: 'CASE_ENDED' }]);
    expect((await log(ticket.id)).slice(1)).toEqual([
      ['WAITED', 'NEW', 'WAITING_ON_THIRD_PARTY'],
      ['THIRD_PARTY_CHECKED', null, first?.id],
      ['THIRD_PARTY_ENDED', first?.id, 'SOLVED'],
      ['RESUMED', 'WAITING_ON_THIRD_PARTY', 'IN_PROGRESS'],
    ]);
    const told = (await test.events()).filter(({ subject }) => subject === first?.id);
    expect(told.map(({ type }) => type.split('.')[2])).toEqual(['created', 'updated', 'updated']);
    expect(JSON.stringify(told)).not.toContain('digging');
  });

  it('may be followed by another, and are for staff alone', async () => {
    const ticket = await opened({ customerId: desk.customerA });
    await done('referToThirdParty', 'ReferToThirdPartyInput', ticket, { vendor: 'A' });
    const [first] = await casesOf(ticket.id);
    await step('endThirdPartyCase', 'EndThirdPartyCaseInput', first as Case, { outcome: 'REFUSED' });
    await done('referToThirdParty', 'ReferToThirdPartyInput', await read(ticket.id), { vendor: 'B' });
    expect((await casesOf(ticket.id)).map(({ vendor }) => vendor).sort()).toEqual(['A', 'B']);
    const contact: Principal = { subject: 'c', roles: ['contact'], customerId: desk.customerA };
    expect(await casesOf(ticket.id, contact)).toEqual([]);
    const { thirdPartyCase } = await test.run<{ thirdPartyCase: null }>(
      'query ($id: ID!) { thirdPartyCase(id: $id) { id } }',
      { id: first?.id },
      contact,
    );
    expect(thirdPartyCase).toBeNull();
  });
});
