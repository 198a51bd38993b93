import 'reflect-metadata';
import { newId, type BusEvent, type Principal } from '@plimsoll/shared';
import { countStatements, testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { promiseTo } from '../testing/promises.js';
import { impactAssessmentProjection } from './index.js';

const { admin, agent } = testCallers;
const manager: Principal = { subject: 'test-manager', roles: ['manager'] };
const person: Principal = { ...agent, personId: newId('per') };

describe('impact and priority', () => {
  const test = testSubgraph({ database: ticketsDatabase, create: createTicketsSubgraph });
  let desk: Desk;
  let versions = 0;

  const run = <Data>(document: string, variables: object, caller: Principal = person) =>
    test.run<Data>(document, variables as Record<string, unknown>, caller);
  const open = async (input: object = {}, caller?: Principal) => {
    const { opened } = await run<{ opened: { ticket: { id: string }; userErrors: object[] } }>(
      'mutation ($input: OpenTicketInput!) { opened: openTicket(input: $input) { ticket { id } userErrors { code message } } }',
      { input: { idempotencyKey: newId('evt'), kind: 'INCIDENT', subject: 'Down', ...input } },
      caller,
    );
    expect(opened.userErrors).toEqual([]);
    return opened.ticket.id;
  };
  /** What assets tells of whom an incident hits. */
  const tell = (
    id: string,
    impacts: [productId: string, state: string, customerIds: string[]][],
    version?: number,
  ) =>
    test.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      const event: BusEvent = {
        id: newId('evt'),
        producer: 'assets',
        position: 1,
        time: '2026-03-01T10:00:00.000Z',
        type: 'plimsoll.customer_impact.recorded.v1',
        subject: id,
        version: version ?? (versions += 1),
        data: {
          incidentId: id,
          impacts: impacts.map(([productId, state, customerIds]) => ({ productId, state, customerIds })),
        },
      };
      await impactAssessmentProjection(() => new Date()).handlers[event.type]?.(tx, [event]);
    });
  const look = async (id: string, fields: string, caller?: Principal) =>
    (
      await run<{ ticket: Record<string, unknown> }>(
        `query ($id: ID!) { ticket(id: $id) { ${fields} } }`,
        { id },
        caller,
      )
    ).ticket;
  const step = async (mutation: string, id: string, input: object, caller?: Principal) => {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const { version } = await look(id, 'version');
    const { done } = await run<{ done: { ticket: object | null; userErrors: { code: string }[] } }>(
      `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { ticket { impact priority } userErrors { code } } }`,
      { input: { id, expectedVersion: version, ...input } },
      caller,
    );
    return done.userErrors.length > 0 ? done.userErrors : done.ticket;
  };
  const events = async (id: string) => {
    const { events: found } = (await look(id, 'events(first: 50) { nodes { type from to text } }')) as {
      events: { nodes: { type: string; from: string; to: string; text: string }[] };
    };
    return found.nodes.flatMap(({ type, from, to, text }) =>
      /IMPACT|PRIORITY/.test(type) ? [[type, from, to, text]] : [],
    );
  };

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    await promiseTo(test.test.database, desk.customerA, {});
    await test.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(`update customer set segment = 'SMB' where id = $1`, [desk.customerA]);
      await tx.query('update entitlement set product_id = $1', [desk.product]);
    });
  });

  it('follow from the customers that an incident hits, until a person says otherwise', async () => {
    const id = await open({ urgency: 'HIGH' });
    expect(await look(id, 'impact priority impactAssessment { derived }')).toEqual({
      impact: null,
      priority: 'P2',
      impactAssessment: null,
    });
    await tell(id, [[desk.product, 'DEGRADED', [desk.customerB]]]);
    expect(await look(id, 'impact priority')).toEqual({ impact: 'LOW', priority: 'P3' });
    await tell(id, [
      [desk.product, 'DEGRADED', [desk.customerA, desk.customerB]],
      [desk.product, 'DOWN', [desk.customerB]],
      [newId('prd'), 'DOWN', [desk.customerB]],
    ]);
    await tell(id, [], 1);
    const because = ['1 customer is down', '1 customer is hit with 99.9 % uptime or more promised'];
    const assessed = `impact priority impactAssessment { derived because customersHit overriddenTo reason
      customers { totalCount nodes { state customer { id } } } }`;
    expect(await look(id, assessed)).toEqual({
      impact: 'MEDIUM',
      priority: 'P2',
      impactAssessment: {
        derived: 'MEDIUM',
        because,
        customersHit: 2,
        overriddenTo: null,
        reason: null,
        customers: {
          totalCount: 2,
          nodes: [
            { state: 'DEGRADED', customer: { id: desk.customerA } },
            { state: 'DOWN', customer: { id: desk.customerB } },
          ].sort((a, b) => (a.customer.id < b.customer.id ? -1 : 1)),
        },
      },
    });
    expect(await step('overrideTicketImpact', id, { impact: 'LOW', reason: 'A test account' })).toEqual({
      impact: 'LOW',
      priority: 'P3',
    });
    await tell(id, [[desk.product, 'DOWN', [desk.customerA]]]);
    expect(
      await look(id, 'impact priority impactAssessment { derived overriddenTo reason overriddenBy { id } }'),
    ).toEqual({
      impact: 'LOW',
      priority: 'P3',
      impactAssessment: {
        derived: 'HIGH',
        overriddenTo: 'LOW',
        reason: 'A test account',
        overriddenBy: { id: person.personId },
      },
    });
    expect(await step('withdrawImpactOverride', id, { reason: 'It is not' })).toEqual({
      impact: 'HIGH',
      priority: 'P1',
    });
    expect(await step('withdrawImpactOverride', id, { reason: 'Again' })).toEqual([
      { code: 'INVALID_TRANSITION' },
    ]);
    const promised = '1 customer is down with 99.9 % uptime or more promised';
    expect(await events(id)).toEqual([
      ['IMPACT_DERIVED', null, 'LOW', '1 customer is degraded'],
      ['PRIORITY_CHANGED', 'P2', 'P3', 'impact LOW, urgency HIGH'],
      ['IMPACT_DERIVED', 'LOW', 'MEDIUM', because.join('; ')],
      ['PRIORITY_CHANGED', 'P3', 'P2', 'impact MEDIUM, urgency HIGH'],
      ['IMPACT_OVERRIDDEN', 'MEDIUM', 'LOW', 'A test account'],
      ['PRIORITY_CHANGED', 'P2', 'P3', 'impact LOW, urgency HIGH'],
      ['IMPACT_OVERRIDE_WITHDRAWN', 'LOW', 'HIGH', 'It is not'],
      ['IMPACT_DERIVED', 'LOW', 'HIGH', promised],
      ['PRIORITY_CHANGED', 'P3', 'P1', 'impact HIGH, urgency HIGH'],
    ]);
  });

  it('leave a priority that a person gave, requests, and incidents that are over', async () => {
    const id = await open({ urgency: 'LOW', priority: 'P1' });
    await tell(id, [[desk.product, 'DOWN', [desk.customerB]]]);
    expect(await look(id, 'impact priority')).toEqual({ impact: 'MEDIUM', priority: 'P1' });
    expect(await step('resolveTicket', id, {})).toBeTruthy();
    await tell(id, [[desk.product, 'DOWN', [desk.customerA]]]);
    expect(await look(id, 'impact impactAssessment { derived }')).toEqual({
      impact: 'MEDIUM',
      impactAssessment: { derived: 'HIGH' },
    });
    expect(await step('overrideTicketImpact', id, { impact: 'LOW', reason: 'r' })).toEqual([
      { code: 'INVALID_TRANSITION' },
    ]);
    const request = await open({ kind: 'REQUEST' });
    expect(await step('overrideTicketImpact', request, { impact: 'LOW', reason: 'r' })).toEqual([
      { code: 'NOT_AN_INCIDENT' },
    ]);
  });

  it('make a severity with visible parts, for staff alone', async () => {
    const id = await open({ customerId: desk.customerA, urgency: 'HIGH' });
    const score = 'severityScore { score parts { name points most because } }';
    expect(await look(id, score)).toEqual({
      severityScore: {
        score: 29,
        parts: [
          { name: 'CUSTOMERS', points: 6, most: 30, because: '1 customer is hit' },
          { name: 'STATE', points: 0, most: 20, because: 'nothing is known to be down or degraded' },
          { name: 'SEGMENT', points: 3, most: 15, because: 'the weightiest segment is SMB' },
          { name: 'AGREEMENT', points: 12, most: 15, because: 'up to 99.9 % uptime is promised' },
          { name: 'URGENCY', points: 8, most: 8, because: 'the urgency is HIGH' },
          { name: 'REOPENINGS', points: 0, most: 6, because: 'reopened 0 times' },
          { name: 'BREACHES', points: 0, most: 6, because: '0 response targets were missed' },
        ],
      },
    });
    await tell(id, [[desk.product, 'DOWN', [desk.customerA, desk.customerB]]]);
    expect(await look(id, 'severityScore { score }')).toEqual({
      severityScore: { score: 12 + 20 + 3 + 12 + 8 },
    });
    const contact = testCallers.contact(desk.customerA);
    expect(await look(id, 'severityScore { score } impactAssessment { derived }', contact)).toEqual({
      severityScore: null,
      impactAssessment: null,
    });
  });

  it('are read in as many statements for a hundred tickets as for one', async () => {
    const fields = 'severityScore { score } impactAssessment { derived customers { nodes { state } } }';
    const statements = (first: number) =>
      countStatements(test.test.database, () =>
        run(`query ($first: Int!) { tickets(first: $first) { nodes { ${fields} } } }`, { first }),
      );
    for (let count = 0; count < 3; count += 1)
      await tell(await open(), [[desk.product, 'DOWN', [desk.customerA]]]);
    await statements(1);
    expect(await statements(100)).toBe(await statements(1));
  });

  describe('by the desk’s matrix', () => {
    interface Scheme {
      id: string;
      version: number;
      matrix: { impact: string; urgency: string; priority: string }[];
    }
    const scheme = async (caller?: Principal) =>
      (
        await run<{ priorityScheme: Scheme | null }>(
          '{ priorityScheme { id version manyCustomers weightySegments weightyUptime matrix { impact urgency priority } } }',
          {},
          caller,
        )
      ).priorityScheme;
    const set = async (input: object, caller: Principal = manager) =>
      (
        await run<{ set: { scheme: object | null; userErrors: { code: string }[] } }>(
          `mutation ($input: SetPrioritySchemeInput!) { set: setPriorityScheme(input: $input) {
             scheme { version manyCustomers } userErrors { code path } } }`,
          { input: { reason: 'A better one', ...input } },
          caller,
        )
      ).set;

    it('are what it says, from the change on', async () => {
      const before = (await scheme()) as Scheme;
      expect(before).toMatchObject({
        version: 1,
        manyCustomers: 10,
        weightySegments: ['ENTERPRISE'],
        weightyUptime: '99.9',
      });
      expect(before.matrix.map(({ priority }) => priority).join(' ')).toBe('P1 P2 P3 P2 P3 P4 P3 P4 P4');
      const contact = testCallers.contact(desk.customerA);
      const mine = {
        idempotencyKey: 'by-matrix',
        kind: 'REQUEST',
        subject: 'S',
        impact: 'MEDIUM',
        urgency: 'MEDIUM',
      };
      expect(await look(await open(mine, contact), 'priority')).toEqual({ priority: 'P3' });
      const stricter = before.matrix.map((cell) =>
        cell.impact === 'MEDIUM' && cell.urgency === 'MEDIUM' ? { ...cell, priority: 'P2' } : cell,
      );
      const { id } = before;
      expect(await set({ id, expectedVersion: 1, matrix: stricter, manyCustomers: 2 })).toEqual({
        scheme: { version: 2, manyCustomers: 2 },
        userErrors: [],
      });
      expect(
        await look(await open({ ...mine, idempotencyKey: 'by-new-matrix' }, contact), 'priority'),
      ).toEqual({ priority: 'P2' });
      expect(await scheme(contact)).toBeNull();
    });

    it('is refused where it makes no sense, is stale, or is not the caller’s to change', async () => {
      const { id, version: expectedVersion, matrix } = (await scheme()) as Scheme;
      const codes = async (input: object, caller?: Principal) =>
        (await set({ id, expectedVersion, ...input }, caller)).userErrors.map(({ code }) => code);
      expect(await codes({ matrix: matrix.slice(1) })).toEqual(['INVALID']);
      expect(
        await codes({
          matrix: matrix.map((cell, index) => (index === 0 ? { ...cell, priority: 'P4' } : cell)),
        }),
      ).toEqual(['INVALID']);
      expect(await codes({ manyCustomers: 0 })).toEqual(['INVALID']);
      expect(await codes({ manyCustomers: 3, expectedVersion: 1 })).toEqual(['CONFLICT']);
      expect(await codes({ manyCustomers: 3 }, agent)).toHaveLength(1);
      expect((await scheme(admin))?.version).toBe(expectedVersion);
    });
  });
});
