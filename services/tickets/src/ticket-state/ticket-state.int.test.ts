import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { deskCalls, type ShownTicket } from '../testing/desk-calls.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

const NOW = new Date('2026-03-10T10:00:00.000Z');

describe('the states of tickets', () => {
  let now = NOW;
  const test = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
  });
  let desk: Desk;
  let agent: Principal;
  const { opened, done, refused, log } = deskCalls(test.run, () => agent);

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
  });
  beforeEach(() => {
    now = NOW;
  });

  const STATE = `state { __typename
    ... on NewState { since nextSteps } ... on InProgressState { since }
    ... on IncidentClassifiedState { since category severity } ... on IncidentEscalatedState { since reason tier }
    ... on IncidentDiagnosedState { since diagnosis nextSteps } ... on ProblemKnownErrorState { workaround }
    ... on ProblemFixInProgressState { reference handover } ... on WaitingState { since on text phase }
    ... on ResolvedState { since resolution phase nextSteps } ... on ClosedState { since satisfaction } }`;
  const stateOf = async (id: string, caller: Principal = agent) =>
    (
      await test.run<{ ticket: { state: object } }>(
        `query ($id: ID!) { ticket(id: $id) { ${STATE} } }`,
        { id },
        caller,
      )
    ).ticket.state;
  const later = async (name: string, type: string, ticket: ShownTicket, input: object = {}) => {
    now = new Date(now.getTime() + 60_000);
    return done(name, type, ticket, input);
  };

  it('lead an incident from detection to its end, each step on record with its instant', async () => {
    let ticket = await opened({ kind: 'INCIDENT', channel: 'MONITORING', customerId: desk.customerA });
    expect(ticket.phase).toBe('DETECTED');
    expect(await refused('diagnoseIncident', 'PhaseStepInput', ticket, { text: 'Why' })).toBe(
      'INVALID_TRANSITION',
    );
    ticket = await later('classifyIncident', 'ClassifyIncidentInput', ticket, {
      category: 'database',
      severity: 'SEV2',
    });
    expect(await stateOf(ticket.id)).toEqual({
      __typename: 'IncidentClassifiedState',
      since: '2026-03-10T10:01:00.000Z',
      category: 'database',
      severity: 'SEV2',
    });
    ticket = await later('notifyOfIncident', 'PhaseStepInput', ticket, { text: 'Told them.' });
    ticket = await later('escalateTicket', 'EscalateTicketInput', ticket, {
      tier: 'L4',
      reason: 'A defect.',
      information: { tried: 'Restart', impact: 'All of them' },
    });
    expect(await stateOf(ticket.id)).toMatchObject({ reason: 'A defect.', tier: 'L4' });
    expect(
      await stateOf(ticket.id, { subject: 'c', roles: ['contact'], customerId: desk.customerA }),
    ).toEqual({
      __typename: 'IncidentEscalatedState',
      since: null,
      reason: null,
      tier: null,
    });
    expect(await refused('notifyOfIncident', 'PhaseStepInput', ticket, { text: 'Again' })).toBe(
      'INVALID_TRANSITION',
    );
    ticket = await later('waitOnCustomer', 'WaitOnInput', ticket, { on: 'THIRD_PARTY', text: 'The carrier' });
    expect(await stateOf(ticket.id)).toEqual({
      __typename: 'WaitingState',
      since: '2026-03-10T10:04:00.000Z',
      on: 'THIRD_PARTY',
      text: 'The carrier',
      phase: 'ESCALATED',
    });
    ticket = await later('resumeTicket', 'TicketStepInput', ticket);
    ticket = await later('diagnoseIncident', 'PhaseStepInput', ticket, { text: 'A full disk' });
    expect(await stateOf(ticket.id)).toEqual({
      __typename: 'IncidentDiagnosedState',
      since: '2026-03-10T10:06:00.000Z',
      diagnosis: 'A full disk',
      nextSteps: ['ASSIGNED', 'ESCALATED', 'RESOLVED', 'MERGED', 'WAITED', 'DIAGNOSED'],
    });
    ticket = await later('resolveTicket', 'TicketStepInput', ticket, { text: 'Grown' });
    expect(await stateOf(ticket.id)).toEqual({
      __typename: 'ResolvedState',
      since: '2026-03-10T10:07:00.000Z',
      resolution: 'Grown',
      phase: 'DIAGNOSED',
      nextSteps: ['CLOSED', 'REOPENED', 'MERGED'],
    });
    ticket = await later('reopenTicket', 'TicketStepInput', ticket, { text: 'Full again' });
    expect(await stateOf(ticket.id)).toMatchObject({ diagnosis: 'A full disk' });
    ticket = await later('diagnoseIncident', 'PhaseStepInput', ticket, { text: 'A runaway log' });
    ticket = await later('resolveTicket', 'TicketStepInput', ticket, { text: 'Rotated' });
    ticket = await later('closeTicket', 'CloseTicketInput', ticket, { satisfaction: 4 });
    expect(await stateOf(ticket.id)).toEqual({
      __typename: 'ClosedState',
      since: '2026-03-10T10:11:00.000Z',
      satisfaction: 4,
    });
    expect(await log(ticket.id)).toEqual([
      ['OPENED', null, 'NEW'],
      ['RECORDED', 'NEW', 'IN_PROGRESS'],
      ['CLASSIFIED', null, null],
      ['NOTIFIED', null, null],
      ['ESCALATED', null, 'L4'],
      ['WAITED', 'IN_PROGRESS', 'WAITING_ON_THIRD_PARTY'],
      ['RESUMED', 'WAITING_ON_THIRD_PARTY', 'IN_PROGRESS'],
      ['DIAGNOSED', null, null],
      ['RESOLVED', 'IN_PROGRESS', 'RESOLVED'],
      ['REOPENED', 'RESOLVED', 'IN_PROGRESS'],
      ['DIAGNOSED', null, null],
      ['RESOLVED', 'IN_PROGRESS', 'RESOLVED'],
      ['CLOSED', 'RESOLVED', 'CLOSED'],
      ['RATED', null, '4'],
    ]);
  });

  it('lead a problem to engineering and back, owned by support', async () => {
    let ticket = await opened({ kind: 'PROBLEM', assigneeId: desk.analyst, tier: 'L3' });
    expect(await stateOf(ticket.id)).toEqual({ __typename: 'ProblemLoggedState' });
    expect(await refused('takeProblemBack', 'PhaseStepInput', ticket, { text: 'No' })).toBe(
      'INVALID_TRANSITION',
    );
    ticket = await done('handProblemOver', 'HandProblemOverInput', ticket, {
      text: 'It drops orders.',
      nature: 'DEFECT',
      reference: 'ENG-42',
    });
    expect(ticket).toMatchObject({ status: 'IN_PROGRESS', tier: 'L4', assignee: { id: desk.analyst } });
    expect(await stateOf(ticket.id)).toEqual({
      __typename: 'ProblemFixInProgressState',
      reference: 'ENG-42',
      handover: 'It drops orders.',
    });
    expect(await refused('investigateProblem', 'PhaseStepInput', ticket, { text: 'No' })).toBe(
      'INVALID_TRANSITION',
    );
    ticket = await done('takeProblemBack', 'PhaseStepInput', ticket, { text: 'Not reproduced.' });
    ticket = await done('declareKnownError', 'PhaseStepInput', ticket, { text: 'Order twice.' });
    expect(ticket).toMatchObject({ phase: 'KNOWN_ERROR', tier: 'L3' });
    expect(await stateOf(ticket.id)).toEqual({
      __typename: 'ProblemKnownErrorState',
      workaround: 'Order twice.',
    });
  });

  it('lead a request without phases, and are for staff to lead on', async () => {
    const ticket = await opened({ customerId: desk.customerA });
    expect(await stateOf(ticket.id)).toEqual({
      __typename: 'NewState',
      since: '2026-03-10T10:00:00.000Z',
      nextSteps: ['ACKNOWLEDGED', 'ASSIGNED', 'ESCALATED', 'RESOLVED', 'MERGED', 'WAITED'],
    });
    expect(await refused('investigateProblem', 'PhaseStepInput', ticket, { text: 'No' })).toBe(
      'INVALID_TRANSITION',
    );
    const contact: Principal = { subject: 'c', roles: ['contact'], customerId: desk.customerA };
    expect(await refused('notifyOfIncident', 'PhaseStepInput', ticket, { text: 'No' }, contact)).toBe(
      'NOT_FOUND',
    );
    expect(await log(ticket.id)).toEqual([['OPENED', null, 'NEW']]);
  });

  it('are read from the logs of all tickets of a page at once', async () => {
    const counted = (first: number) =>
      test.countStatements(`{ tickets(first: ${first}) { nodes { state { __typename } } } }`, {}, agent);
    await counted(1);
    expect(await counted(3)).toBe(await counted(1));
  });
});
