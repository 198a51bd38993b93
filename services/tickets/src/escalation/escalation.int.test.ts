import { newId, type Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { openEscalationsTo } from './index.js';

let now = new Date('2026-03-10T10:00:00.000Z');
const { test, run, events, countStatements } = testSubgraph({
  database: ticketsDatabase,
  create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
});
let desk: Desk;
let agent: Principal;
let contact: Principal;
let partner: Principal;
const manager: Principal = { subject: 'manager', roles: ['manager'] };

interface Refusal {
  code: string;
  message: string;
  path: string[];
}
interface Shown {
  id: string;
  version: number;
  [field: string]: unknown;
}
interface Answer {
  noun: Shown | null;
  userErrors: Refusal[];
}
const TICKET = 'id version status tier reassignedCount assignee { id }';
const ESCALATION = `id version kind status reason information to { id } toTier fromTier raisedBy { id } requestedBy { id }
  acknowledgedBy { id } note endedBecause severity { score parts { name } } rotation { name }`;
const FORM = 'id version name kind ticketKind tier schema active';
let keys = 0;
const send = async (mutation: string, input: object, caller: Principal = agent): Promise<Answer> => {
  const [noun, fields] = mutation.endsWith('Form')
    ? ['form', FORM]
    : ['requestEscalation', 'acknowledgeEscalation'].includes(mutation)
      ? ['escalation', ESCALATION]
      : ['ticket', TICKET];
  const special: Record<string, string> = {
    resolveTicket: 'ResolveTicketInput',
    reopenTicket: 'TicketStepInput',
  };
  const type = special[mutation] ?? `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  const { payload } = await run<{ payload: Answer }>(
    `mutation ($input: ${type}!) { payload: ${mutation}(input: $input) { noun: ${noun} { ${fields} } userErrors { code message path } } }`,
    { input },
    caller,
  );
  return payload;
};
const codes = ({ noun, userErrors }: Answer) =>
  noun ? [] : userErrors.map(({ code, path }) => [code, ...path].join(' '));
const done = async (mutation: string, input: object, caller?: Principal): Promise<Shown> => {
  const { noun, userErrors } = await send(mutation, input, caller);
  if (!noun) throw new Error(JSON.stringify(userErrors));
  return noun;
};
const open = (over: object = {}) => {
  keys += 1;
  return done('openTicket', {
    idempotencyKey: `ticket ${keys}`,
    subject: 'Help',
    customerId: desk.customerA,
    tier: 'L1',
    ...over,
  });
};
const told = { tried: 'Restarted it twice', impact: 'Orders fail' };
const escalate = (ticket: Shown, over: object, caller?: Principal) =>
  send(
    'escalateTicket',
    { id: ticket.id, expectedVersion: ticket.version, reason: 'Beyond us', information: told, ...over },
    caller,
  );
const request = (ticketId: string, over: object = {}, caller: Principal = contact) => {
  keys += 1;
  return send(
    'requestEscalation',
    {
      idempotencyKey: `request ${keys}`,
      ticketId,
      reason: 'Too slow',
      information: { impact: 'We lose orders' },
      ...over,
    },
    caller,
  );
};
const escalationsOf = async (ticketId: string, caller: Principal = agent) =>
  (
    await run<{ ticket: { escalations: { nodes: Shown[] } } | null }>(
      `query ($id: ID!) { ticket(id: $id) { escalations(first: 20, orderBy: { field: RAISED_AT, direction: ASC }) { nodes { ${ESCALATION} } } } }`,
      { id: ticketId },
      caller,
    )
  ).ticket?.escalations.nodes;
const eventsOf = async (ticketId: string, caller: Principal = agent) =>
  (
    await run<{
      ticket: {
        events: { nodes: { type: string; from: string | null; to: string | null; text: string | null }[] };
      };
    }>(
      'query ($id: ID!) { ticket(id: $id) { events(first: 50) { nodes { type from to text } } } }',
      { id: ticketId },
      caller,
    )
  ).ticket.events.nodes.filter(({ type }) => type.startsWith('ESCALAT'));
const stateOf = () =>
  test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
    tx.query(`select (select count(*) from outbox)::int as events, (select json_agg(e order by id) from escalation e) as e,
      (select json_agg(t order by id) from ticket t) as t, (select count(*) from ticket_event)::int as log`),
  );

beforeAll(async () => {
  desk = await tellOfDesk(test.database);
  agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
  contact = { ...testCallers.contact(desk.customerA), contactId: desk.contactA };
  partner = testCallers.partner(desk.partnerA);
});

describe('an escalation by hand', () => {
  it('goes to a tier and a person with what its form asks for, and is told to both', async () => {
    const ticket = await open({ assigneeId: desk.analyst });
    const { noun: escalated } = await escalate(ticket, { tier: 'L3', assigneeId: desk.engineer });
    expect(escalated).toMatchObject({ tier: 'L3', assignee: { id: desk.engineer }, reassignedCount: 1 });
    expect(await escalationsOf(ticket.id)).toEqual([
      {
        id: expect.stringMatching(/^esc_/) as string,
        version: 1,
        kind: 'FUNCTIONAL',
        status: 'OPEN',
        reason: 'Beyond us',
        information: told,
        to: { id: desk.engineer },
        fromTier: 'L1',
        toTier: 'L3',
        raisedBy: { id: desk.analyst },
        requestedBy: null,
        acknowledgedBy: null,
        note: null,
        endedBecause: null,
        severity: { score: expect.any(Number) as number, parts: expect.any(Array) as object[] },
        rotation: null,
      },
    ]);
    expect(await eventsOf(ticket.id)).toEqual([
      { type: 'ESCALATED', from: 'L1', to: 'L3', text: 'Beyond us' },
      { type: 'ESCALATED', from: desk.analyst, to: desk.engineer, text: 'Beyond us' },
    ]);
    const session = test.database.session({ kind: 'SYSTEM' });
    try {
      expect(await openEscalationsTo(session, [desk.engineer, desk.analyst])).toMatchObject([
        { ticketId: ticket.id, personId: desk.engineer, kind: 'FUNCTIONAL', raisedAt: now },
      ]);
    } finally {
      await session.release();
    }
    const raised = (await events()).filter(({ type }) => type === 'plimsoll.escalation.raised.v1').at(-1);
    expect(raised?.data).toMatchObject({ ticketId: ticket.id, toPersonId: desk.engineer, toTier: 'L3' });
    expect(Object.keys(raised?.data ?? {})).not.toContain('reason');
  });

  it('to management leaves the ticket where it is, with its severity', async () => {
    const ticket = await open({ urgency: 'HIGH' });
    const information = { impact: 'All of Europe', asked: 'A decision on the roll-back by noon' };
    const { noun } = await escalate(ticket, { kind: 'HIERARCHICAL', personId: desk.engineer, information });
    expect(noun).toMatchObject({ tier: 'L1', assignee: null });
    const [escalation] = (await escalationsOf(ticket.id)) ?? [];
    const { severity } = escalation as unknown as { severity: { score: number; parts: { name: string }[] } };
    // One customer hit (6) and urgency HIGH (8); its segment and agreements are not known.
    expect(severity.score).toBe(14);
    expect(severity.parts).toHaveLength(7);
    expect(escalation).toMatchObject({
      kind: 'HIERARCHICAL',
      toTier: null,
      to: { id: desk.engineer },
      information,
    });
  });

  it('goes to whoever is on call, and to nobody where nobody is', async () => {
    const { payload } = await run<{ payload: { rotation: { id: string } } }>(
      `mutation ($input: CreateOnCallRotationInput!) { payload: createOnCallRotation(input: $input) { rotation { id } } }`,
      {
        input: {
          idempotencyKey: 'rotation',
          name: 'Experts',
          timeZone: 'UTC',
          layers: [
            {
              name: 'primary',
              personIds: [desk.engineer],
              startsOn: '2026-03-01',
              hours: [{ weekday: 2, fromMinute: 0, toMinute: 1440 }],
            },
          ],
        },
      },
    );
    const rotationId = payload.rotation.id;
    const ticket = await open();
    expect((await escalate(ticket, { rotationId })).noun).toMatchObject({ tier: 'L1', assignee: null });
    expect(await escalationsOf(ticket.id)).toMatchObject([
      { to: { id: desk.engineer }, rotation: { name: 'Experts' }, toTier: null },
    ]);
    now = new Date('2026-03-11T10:00:00.000Z');
    const other = await open();
    const before = await stateOf();
    expect(codes(await escalate(other, { rotationId }))).toEqual(['NOBODY_ON_CALL rotationId']);
    expect(await stateOf()).toEqual(before);
  });

  it.each([
    [{}, 'INVALID tier'],
    [{ tier: 'L1' }, 'INVALID tier'],
    [{ tier: 'L3', reason: ' ' }, 'INVALID reason'],
    [{ tier: 'L3', information: null }, 'INVALID information tried'],
    [{ tier: 'L3', information: { tried: 'x' } }, 'INVALID information impact'],
    [{ tier: 'L3', information: { ...told, more: 1 } }, 'INVALID information more'],
    [{ tier: 'L3', information: { ...told, tried: 7 } }, 'INVALID information tried'],
    [{ tier: 'L3', information: { ...told, tried: 'a\u0000b' } }, 'INVALID information tried'],
    [{ tier: 'L3', information: 'text' }, 'INVALID information'],
    [{ personId: 'per_01arz3ndektsv4rrffq69g5fav' }, 'NOT_FOUND personId'],
    [{ assigneeId: 'per_01arz3ndektsv4rrffq69g5fav' }, 'NOT_FOUND assigneeId'],
    [{ rotationId: 'rot_01arz3ndektsv4rrffq69g5fav' }, 'NOT_FOUND rotationId'],
    [{ kind: 'HIERARCHICAL', tier: 'L3' }, 'INVALID tier'],
    [{ kind: 'HIERARCHICAL' }, 'INVALID personId'],
    [{ kind: 'REQUESTED', tier: 'L3' }, 'INVALID kind'],
  ])('is refused with %j and changes nothing', async (over, refusal) => {
    const ticket = await open();
    const before = await stateOf();
    expect(codes(await escalate(ticket, over))).toEqual([refusal]);
    expect(await stateOf()).toEqual(before);
  });

  it('is not for customers, and not of a ticket that is done', async () => {
    const ticket = await open();
    for (const caller of [contact, partner, testCallers.executive, testCallers.analyst]) {
      expect(codes(await escalate(ticket, { tier: 'L3' }, caller))).toEqual(['NOT_FOUND']);
      expect(codes(await escalate(ticket, {}, caller))).toEqual(['NOT_FOUND']);
    }
    const resolved = await done('resolveTicket', { id: ticket.id, expectedVersion: ticket.version });
    expect(codes(await escalate(resolved, { tier: 'L3' }))).toEqual(['INVALID_TRANSITION']);
  });
});

describe('acknowledging an escalation', () => {
  const raised = async () => {
    const ticket = await open();
    await escalate(ticket, { personId: desk.engineer });
    const [escalation] = (await escalationsOf(ticket.id)) ?? [];
    if (!escalation) throw new Error('nothing was raised');
    return { ticket, escalation, input: { id: escalation.id, expectedVersion: 1, note: 'On it' } };
  };

  it('is told on the ticket and done once', async () => {
    const { ticket, input } = await raised();
    const executive: Principal = { subject: 'boss', roles: ['executive'], personId: desk.engineer };
    expect(await done('acknowledgeEscalation', input, executive)).toMatchObject({
      version: 2,
      status: 'ACKNOWLEDGED',
      acknowledgedBy: { id: desk.engineer },
      note: 'On it',
    });
    expect((await eventsOf(ticket.id)).at(-1)).toMatchObject({
      type: 'ESCALATION_ACKNOWLEDGED',
      text: 'On it',
    });
    const before = await stateOf();
    expect(codes(await send('acknowledgeEscalation', input))).toEqual(['CONFLICT expectedVersion']);
    expect(codes(await send('acknowledgeEscalation', { ...input, expectedVersion: 2 }))).toEqual([
      'INVALID_STATUS id',
    ]);
    expect(await stateOf()).toEqual(before);
  });

  it('is done by one of many at once', async () => {
    const { input } = await raised();
    const answers = await Promise.all(Array.from({ length: 6 }, () => send('acknowledgeEscalation', input)));
    expect(answers.filter(({ noun }) => noun)).toHaveLength(1);
    expect(answers.flatMap(codes)).toEqual(Array(5).fill('CONFLICT expectedVersion'));
  });

  it('comes too late for a ticket that is done', async () => {
    const { ticket, input } = await raised();
    const { version } = await done('updateTicket', { id: ticket.id, expectedVersion: ticket.version + 1 });
    await done('resolveTicket', { id: ticket.id, expectedVersion: version });
    expect(await escalationsOf(ticket.id)).toMatchObject([{ status: 'ENDED', endedBecause: 'TICKET_DONE' }]);
    expect(codes(await send('acknowledgeEscalation', { ...input, expectedVersion: 2 }))).toEqual([
      'INVALID_STATUS id',
    ]);
  });

  it('is not for customers', async () => {
    const { input } = await raised();
    for (const caller of [contact, partner, testCallers.analyst, testCallers.nobody]) {
      expect(codes(await send('acknowledgeEscalation', input, caller))).toEqual(['NOT_FOUND']);
    }
  });
});

describe('a customer who asks for an escalation', () => {
  it('is heard once at a time, and sees it with its answer', async () => {
    const ticket = await open({ assigneeId: desk.engineer });
    const asked = await request(ticket.id, { idempotencyKey: 'same' });
    expect(asked.noun).toEqual({
      id: expect.stringMatching(/^esc_/) as string,
      version: 1,
      kind: 'REQUESTED',
      status: 'OPEN',
      reason: 'Too slow',
      information: { impact: 'We lose orders' },
      to: null,
      fromTier: null,
      toTier: null,
      raisedBy: null,
      requestedBy: { id: desk.contactA },
      acknowledgedBy: null,
      note: null,
      endedBecause: null,
      severity: null,
      rotation: null,
    });
    expect((await request(ticket.id, { idempotencyKey: 'same' })).noun?.id).toBe(asked.noun?.id);
    for (const caller of [contact, partner, agent]) {
      expect(codes(await request(ticket.id, {}, caller))).toEqual(['ALREADY_REQUESTED ticketId']);
    }
    expect(await eventsOf(ticket.id, contact)).toEqual([
      { type: 'ESCALATION_REQUESTED', from: null, to: null, text: 'Too slow' },
    ]);
    expect(await escalationsOf(ticket.id)).toMatchObject([
      { to: { id: desk.engineer }, severity: { score: expect.any(Number) as number } },
    ]);
    const id = asked.noun!.id;
    await done('acknowledgeEscalation', { id, expectedVersion: 1, note: 'A senior engineer has it' });
    for (const caller of [contact, partner]) {
      expect(await escalationsOf(ticket.id, caller)).toMatchObject([
        { status: 'ACKNOWLEDGED', note: 'A senior engineer has it', acknowledgedBy: null },
      ]);
    }
    expect((await request(ticket.id, {}, partner)).noun).toMatchObject({ status: 'OPEN', requestedBy: null });
  });

  it('is one of many at once', async () => {
    const ticket = await open();
    const answers = await Promise.all(Array.from({ length: 6 }, () => request(ticket.id)));
    expect(answers.filter(({ noun }) => noun)).toHaveLength(1);
    expect(answers.flatMap(codes)).toEqual(Array(5).fill('ALREADY_REQUESTED ticketId'));
  });

  it('sees nothing else of what the desk does, and nobody sees what others asked', async () => {
    const ticket = await open();
    await escalate(ticket, { tier: 'L3' });
    await request(ticket.id);
    const own = await escalationsOf(ticket.id, contact);
    expect(own?.map(({ kind }) => kind)).toEqual(['REQUESTED']);
    const LIST =
      'query ($id: ID!, $ticketId: ID!) { escalation(id: $id) { id } escalations(filter: { ticketId: $ticketId }) { totalCount } }';
    const variables = { id: own![0]!.id, ticketId: ticket.id };
    expect(await run(LIST, variables, contact)).toEqual({
      escalation: { id: own![0]!.id },
      escalations: { totalCount: 1 },
    });
    for (const caller of [
      testCallers.contact(desk.customerB),
      testCallers.partner(desk.partnerB),
      testCallers.analyst,
      testCallers.nobody,
    ]) {
      expect(await run(LIST, variables, caller)).toEqual({
        escalation: null,
        escalations: { totalCount: 0 },
      });
      const before = await stateOf();
      expect(codes(await request(ticket.id, {}, caller))[0]).toMatch(/^NOT_FOUND/);
      expect(await stateOf()).toEqual(before);
    }
  });

  it('is not heard of a ticket that is done, or without saying what it costs', async () => {
    const ticket = await open();
    expect(codes(await request(ticket.id, { information: {} }))).toEqual(['INVALID information impact']);
    await done('resolveTicket', { id: ticket.id, expectedVersion: ticket.version });
    expect(codes(await request(ticket.id))).toEqual(['INVALID_TRANSITION']);
    expect(codes(await request(newId('tkt')))).toEqual(['NOT_FOUND ticketId']);
  });
});

describe('forms', () => {
  const schema = {
    type: 'object',
    properties: { ticket: { type: 'string', pattern: '^ENG-[0-9]+$' } },
    required: ['ticket'],
  };
  const make = (over: object, caller: Principal = manager) =>
    send(
      'createEscalationForm',
      { idempotencyKey: JSON.stringify(over), name: 'To engineering', kind: 'FUNCTIONAL', schema, ...over },
      caller,
    );
  const formFor = async (ticketId: string, kind: string, tier: string | null, caller: Principal = agent) =>
    (
      await run<{ form: { name: string; id: string | null } | null }>(
        `query ($ticketId: ID!, $kind: EscalationKind!, $tier: TicketTier) { form: escalationFormFor(ticketId: $ticketId, kind: $kind, tier: $tier) { id name } }`,
        { ticketId, kind, tier },
        caller,
      )
    ).form;

  it('of the desk take the place of the platform’s own, the most particular first', async () => {
    const ticket = await open();
    expect(await formFor(ticket.id, 'FUNCTIONAL', 'L4')).toEqual({ id: null, name: 'What was tried' });
    const any = await make({ name: 'Any request', ticketKind: 'REQUEST' });
    const engineering = await make({ tier: 'L4' });
    expect(engineering.noun).toMatchObject({ tier: 'L4', ticketKind: null, active: true, schema });
    expect(codes(await make({ tier: 'L4', name: 'Again' }))).toEqual(['ALREADY_EXISTS kind']);
    expect(await formFor(ticket.id, 'FUNCTIONAL', 'L4')).toEqual({
      id: engineering.noun!.id,
      name: 'To engineering',
    });
    expect(await formFor(ticket.id, 'FUNCTIONAL', 'L3')).toEqual({ id: any.noun!.id, name: 'Any request' });
    expect(codes(await escalate(ticket, { tier: 'L4' }))).toEqual(['INVALID information ticket']);
    expect(codes(await escalate(ticket, { tier: 'L4', information: { ticket: 'ENG-x' } }))).toEqual([
      'INVALID information ticket',
    ]);
    expect((await escalate(ticket, { tier: 'L4', information: { ticket: 'ENG-7' } })).noun).toMatchObject({
      tier: 'L4',
    });
    for (const { noun } of [any, engineering]) {
      const ended = { id: noun!.id, expectedVersion: 1, active: false };
      expect(await done('updateEscalationForm', ended, manager)).toMatchObject({ active: false, version: 2 });
    }
    expect(await formFor(ticket.id, 'FUNCTIONAL', 'L3')).toEqual({ id: null, name: 'What was tried' });
  });

  it('for customers are shown to customers, of tickets they see', async () => {
    const ticket = await open();
    const { noun } = await make({ kind: 'REQUESTED', name: 'For customers' });
    for (const caller of [agent, contact, partner]) {
      expect(await formFor(ticket.id, 'REQUESTED', null, caller)).toEqual({
        id: noun!.id,
        name: 'For customers',
      });
    }
    expect(codes(await request(ticket.id))).toEqual(['INVALID information ticket']);
    expect((await request(ticket.id, { information: { ticket: 'ENG-1' } })).noun).not.toBeNull();
    expect(await formFor(ticket.id, 'FUNCTIONAL', null, contact)).toBeNull();
    expect(await formFor(ticket.id, 'REQUESTED', null, testCallers.contact(desk.customerB))).toBeNull();
    await done('updateEscalationForm', { id: noun!.id, expectedVersion: 1, active: false }, manager);
  });

  it('are schemas that reach nowhere, made by managers', async () => {
    expect(codes(await make({ schema: { type: 'object', $id: 'https://elsewhere' } }))).toEqual([
      'INVALID schema',
    ]);
    expect(codes(await make({ schema: { type: 'array' } }))).toEqual(['INVALID schema']);
    for (const caller of [agent, contact, partner, testCallers.operator]) {
      expect(codes(await make({ name: 'No' }, caller))).toEqual(['NOT_FOUND']);
    }
    const list =
      '{ escalationForms(first: 9) { totalCount nodes { name history(first: 1) { totalCount } } } }';
    expect(await run(list, {}, contact)).toMatchObject({ escalationForms: { nodes: [] } });
    await run(list);
    expect(await countStatements(list)).toBe(await countStatements(list.replace('9', '1')));
  });
});

it('lists of escalations take as many statements for many as for one', async () => {
  const list = `query ($first: Int!) { escalations(first: $first, filter: { open: true }, orderBy: { field: SEVERITY, direction: DESC }) {
    totalCount nodes { ${ESCALATION.replace('rotation { name }', '')} ticket { subject escalations(first: 2) { totalCount } } run { id } history(first: 1) { totalCount } } } }`;
  const { escalations } = await run<{ escalations: { nodes: { severity: { score: number } | null }[] } }>(
    list,
    { first: 9 },
  );
  const scores = escalations.nodes.map(({ severity }) => severity?.score ?? 0);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(await countStatements(list, { first: 9 })).toBe(await countStatements(list, { first: 1 }));
});
