import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { deskCalls } from '../testing/desk-calls.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { promiseTo } from '../testing/promises.js';

const NOW = new Date('2026-03-10T10:00:00.000Z');

interface View {
  id: string;
  version: number;
}

describe('lists of tickets and the views that keep them', () => {
  let now = NOW;
  const test = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
  });
  let desk: Desk;
  let team: string;
  const [analyst, engineer] = ['analyst', 'engineer'].map((subject): Principal => ({
    subject,
    roles: ['agent'],
  }));
  const as = (principal: Principal | undefined, personId: string): Principal => ({
    ...(principal as Principal),
    personId,
  });
  let owner: Principal;
  let mate: Principal;
  const { opened, done, many } = deskCalls(test.run, () => owner);
  const named: Record<string, string> = {};

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    owner = as(analyst, desk.analyst);
    mate = as(engineer, desk.engineer);
    await promiseTo(test.test.database, desk.customerA, {
      P1: { firstResponse: 'PT15M', resolution: 'PT4H' },
    });
    const { createTeam } = await test.run<{ createTeam: { team: { id: string } } }>(
      'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id } } }',
      { input: { idempotencyKey: 'team', name: 'Web', memberIds: [desk.analyst, desk.engineer] } },
    );
    team = createTeam.team.id;
    now = new Date('2026-03-10T09:00:00.000Z');
    const late = await opened({
      customerId: desk.customerA,
      priority: 'P1',
      subject: 'Broken invoices',
      channel: 'EMAIL',
      description: 'The totals of May are wrong',
    });
    now = NOW;
    const incident = await opened({ kind: 'INCIDENT', customerId: desk.customerB, subject: 'Down' });
    const problem = await opened({ kind: 'PROBLEM', subject: 'Defect in totals' });
    await done('handProblemOver', 'HandProblemOverInput', problem, { text: 'Wrong', nature: 'DEFECT' });
    await many('followTicket', 'FollowTicketInput', {
      parentId: incident.id,
      tickets: [{ id: late.id, expectedVersion: late.version }],
    });
    await many('tagTickets', 'TagTicketsInput', {
      tickets: [{ id: incident.id, expectedVersion: incident.version }],
      add: ['vip'],
    });
    Object.assign(named, { [late.id]: 'late', [incident.id]: 'incident', [problem.id]: 'problem' });
    named['late'] = late.id;
    named['incident'] = incident.id;
  });

  const found = async (filter: object, caller: Principal = owner) => {
    const { tickets } = await test.run<{ tickets: { nodes: { id: string }[]; totalCount: number } }>(
      `query ($filter: TicketFilter) { tickets(first: 9, filter: $filter, orderBy: { field: OPENED_AT, direction: ASC }) { nodes { id } totalCount } }`,
      { filter },
      caller,
    );
    expect(tickets.totalCount).toBe(tickets.nodes.length);
    return tickets.nodes.map(({ id }) => named[id]);
  };

  it('find tickets by words, channel, phase, label, reseller, parent, clocks and instants', async () => {
    expect(await found({ words: 'totals' })).toEqual(['late', 'problem']);
    expect(await found({ words: 'totals -defect' })).toEqual(['late']);
    expect(await found({ words: '"of May"' })).toEqual(['late']);
    expect(await found({ channel: 'EMAIL' })).toEqual(['late']);
    expect(await found({ phase: 'FIX_IN_PROGRESS' })).toEqual(['problem']);
    expect(await found({ nature: 'DEFECT' })).toEqual(['problem']);
    expect(await found({ tag: 'vip' })).toEqual(['incident']);
    expect(await found({ partnerId: desk.partnerA })).toEqual(['late']);
    expect(await found({ parentId: named['incident'] })).toEqual(['late']);
    expect(await found({ overdue: true })).toEqual(['late']);
    expect(await found({ overdue: false })).toEqual(['incident', 'problem']);
    expect(await found({ paused: true })).toEqual([]);
    expect(await found({ dueBefore: '2026-03-10T13:00:00Z' })).toEqual(['late']);
    expect(await found({ openedFrom: NOW, openedTo: '2026-03-10T11:00:00Z' })).toEqual([
      'incident',
      'problem',
    ]);
    expect(await found({ touchedFrom: NOW })).toEqual(['late', 'incident', 'problem']);
    expect(await found({ resolvedFrom: NOW })).toEqual([]);
  });

  it('tell customers nothing of labels, parents and resellers', async () => {
    const contact: Principal = { subject: 'c', roles: ['contact'], customerId: desk.customerA };
    expect(await found({}, contact)).toEqual(['late']);
    expect(await found({ parentId: named['incident'] }, contact)).toEqual([]);
    expect(await found({ partnerId: desk.partnerA }, contact)).toEqual([]);
    expect(await found({ tag: 'vip' }, contact)).toEqual([]);
    const { tickets } = await test.run<{ tickets: { nodes: object[] } }>(
      '{ tickets(first: 1) { nodes { tags parent { id } } } }',
      {},
      contact,
    );
    expect(tickets.nodes).toEqual([{ tags: null, parent: null }]);
  });

  const SAVED = `savedView { id version name filter orderField orderDirection owner { id } team { id } }
    userErrors { code path }`;
  const save = async (name: string, type: string, input: object, caller: Principal = owner) =>
    (
      await test.run<{ result: { savedView: View | null; userErrors: { code: string }[] } }>(
        `mutation ($input: ${type}!) { result: ${name}(input: $input) { ${SAVED} } }`,
        { input },
        caller,
      )
    ).result;
  const mine = async (caller: Principal) =>
    (
      await test.run<{ savedViews: { nodes: { name: string; tickets: { nodes: { id: string }[] } }[] } }>(
        '{ savedViews(first: 9) { nodes { name tickets(first: 9) { nodes { id } totalCount } } } }',
        {},
        caller,
      )
    ).savedViews.nodes.map(({ name, tickets }) => [name, tickets.nodes.map(({ id }) => named[id])]);

  it('keep a filter and a sorting, for oneself or a team', async () => {
    const { savedView: own } = await save('saveView', 'SaveViewInput', {
      idempotencyKey: 'v1',
      name: 'Old ones',
      filter: { openedTo: '2026-03-10T09:30:00Z' },
      orderBy: { field: 'PRIORITY', direction: 'DESC' },
    });
    const { savedView: shared } = await save('saveView', 'SaveViewInput', {
      idempotencyKey: 'v2',
      name: 'Incidents',
      filter: { kind: 'INCIDENT', status: 'OPEN' },
      teamId: team,
    });
    expect(own).toMatchObject({
      version: 1,
      filter: { openedTo: '2026-03-10T09:30:00.000Z' },
      orderField: 'PRIORITY',
      orderDirection: 'DESC',
      owner: { id: desk.analyst },
      team: null,
    });
    expect(await mine(owner)).toEqual([
      ['Incidents', ['incident']],
      ['Old ones', ['late']],
    ]);
    expect(await mine(mate)).toEqual([['Incidents', ['incident']]]);
    expect(await mine(testCallers.contact(desk.customerA))).toEqual([]);
    const at = (view: View | null) => ({ id: view?.id, expectedVersion: view?.version });
    const theirs = await save('updateSavedView', 'UpdateSavedViewInput', { ...at(shared), name: 'X' }, mate);
    expect(theirs.userErrors[0]?.code).toBe('NOT_YOURS');
    const hidden = await save('removeSavedView', 'RemoveSavedViewInput', at(own), mate);
    expect(hidden.userErrors[0]?.code).toBe('NOT_FOUND');
    const { savedView: changed } = await save('updateSavedView', 'UpdateSavedViewInput', {
      ...at(own),
      name: 'All',
      filter: {},
      orderBy: null,
    });
    expect(changed).toMatchObject({ version: 2, name: 'All', filter: {}, orderField: null });
    expect((await save('removeSavedView', 'RemoveSavedViewInput', at(own))).userErrors[0]?.code).toBe(
      'CONFLICT',
    );
    await save('removeSavedView', 'RemoveSavedViewInput', at(changed));
    expect(await mine(owner)).toEqual([['Incidents', ['incident']]]);
    const foreign = { idempotencyKey: 'v3', name: 'X', teamId: 'tem_none' };
    expect((await save('saveView', 'SaveViewInput', foreign)).userErrors[0]?.code).toBe('INVALID');
    const machine = await save(
      'saveView',
      'SaveViewInput',
      { idempotencyKey: 'v4', name: 'X' },
      testCallers.operator,
    );
    expect(machine.userErrors[0]?.code).toBe('NOT_A_PERSON');
    const told = (await test.events()).filter(({ type }) => type.startsWith('plimsoll.saved_view'));
    expect(told.map(({ type, version }) => `${type} ${version}`)).toEqual([
      'plimsoll.saved_view.created.v1 1',
      'plimsoll.saved_view.created.v1 1',
      'plimsoll.saved_view.updated.v1 2',
      'plimsoll.saved_view.removed.v1 3',
    ]);
  });
});
