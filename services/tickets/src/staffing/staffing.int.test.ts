import 'reflect-metadata';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk } from '../testing/desk.js';

interface Forecast {
  weeks: number;
  historyFrom: string;
  ticketCount: number;
  skills: {
    skill: { name: string } | null;
    ticketCount: number;
    handledCount: number;
    meanHandlingSeconds: number | null;
    hours: { from: string; arrivals: number; agentsNeeded: number | null; agentsOnDuty: number }[];
  }[];
}

describe('the staffing of the desk', () => {
  const now = new Date('2026-03-02T06:20:00.000Z');
  const test = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
  });

  const mutate = async (name: string, type: string, fields: string, input: object) => {
    const { answer } = await test.run<{ answer: Record<string, unknown> & { userErrors: unknown[] } }>(
      `mutation ($input: ${type}!) { answer: ${name}(input: $input) { ${fields} userErrors { message } } }`,
      { input },
    );
    expect(answer.userErrors).toEqual([]);
    return answer;
  };
  const forecast = async (args = '', caller = testCallers.agent) =>
    (
      await test.run<{ staffingForecast: Forecast | null }>(
        `{ staffingForecast(from: "2026-03-02T08:00:00Z", to: "2026-03-02T10:00:00Z", timeZone: "Europe/Berlin", weeks: 2 ${args}) {
           weeks historyFrom ticketCount
           skills { skill { name } ticketCount handledCount meanHandlingSeconds
             hours { from arrivals agentsNeeded agentsOnDuty } } } }`,
        {},
        caller,
      )
    ).staffingForecast;

  beforeAll(async () => {
    await tellOfDesk(test.test.database);
    await test.load('Skills', [{ external_id: 'db', name: 'Databases' }], 'test');
    await test.load('Queues', [{ external_id: 'Q', name: 'Mail' }], 'test');
    await test.load(
      'Agents',
      [{ person: 'PER-1', skills: 'db:3' }, { person: 'PER-2' }].map((row) => ({ ...row })),
      'test',
    );
    const { skill, queue } = await test.run<Record<'skill' | 'queue', { id: string }>>(
      `{ skill: skillByExternalId(source: "test", externalId: "db") { id }
         queue: queueByExternalId(source: "test", externalId: "Q") { id } }`,
    );
    const rule = { name: 'Databases', when: { words: ['query'] }, queueId: queue.id };
    const { ruleSet } = await mutate(
      'createRoutingRuleSet',
      'CreateRoutingRuleSetInput',
      'ruleSet { id version }',
      {
        idempotencyKey: 'rules',
        name: 'Rules',
        fallbackQueueId: queue.id,
        rules: [{ ...rule, skills: [{ skillId: skill.id, level: 2 }] }],
      },
    );
    const { id, version } = ruleSet as { id: string; version: number };
    await mutate('publishRoutingRuleSet', 'RoutingRuleSetStepInput', 'ruleSet { id }', {
      id,
      expectedVersion: version,
    });
    const ticket = (external_id: string, opened_at: string, columns: object = {}) => ({
      external_id,
      opened_at,
      subject: 'A slow query',
      ...columns,
    });
    const resolved = { status: 'CLOSED', assignee: 'PER-1' };
    await test.load(
      'Tickets',
      [
        ticket('T-1', '2026-02-23T08:10:00Z', { ...resolved, resolved_at: '2026-02-23T09:10:00Z' }),
        ticket('T-2', '2026-02-23T08:10:00Z', { ...resolved, resolved_at: '2026-02-23T10:10:00Z' }),
        ticket('T-3', '2026-02-16T08:50:00Z'),
        ticket('T-4', '2026-02-16T08:50:00Z', { subject: 'A question' }),
        ticket('T-5', '2026-02-16T05:59:00Z'),
      ],
      'test',
    );
  });

  it('follows from what came in by hour of the week, what each ticket took, and who is there', async () => {
    // One hour shared by two tickets, then one alone: 30 and 90 minutes.
    expect(await forecast()).toEqual({
      weeks: 2,
      historyFrom: '2026-02-16T06:00:00.000Z',
      ticketCount: 4,
      skills: [
        {
          skill: null,
          ticketCount: 1,
          handledCount: 0,
          meanHandlingSeconds: null,
          hours: [
            { from: '2026-03-02T08:00:00.000Z', arrivals: 0.5, agentsNeeded: null, agentsOnDuty: 2 },
            { from: '2026-03-02T09:00:00.000Z', arrivals: 0, agentsNeeded: null, agentsOnDuty: 2 },
          ],
        },
        {
          skill: { name: 'Databases' },
          ticketCount: 3,
          handledCount: 2,
          meanHandlingSeconds: 3_600,
          hours: [
            { from: '2026-03-02T08:00:00.000Z', arrivals: 1.5, agentsNeeded: 3, agentsOnDuty: 1 },
            { from: '2026-03-02T09:00:00.000Z', arrivals: 0, agentsNeeded: 0, agentsOnDuty: 1 },
          ],
        },
      ],
    });
  });

  it('refuses what cannot be asked, and is for staff alone', async () => {
    await expect(forecast('occupancy: 0')).rejects.toThrow('occupancy');
    expect(await forecast('', testCallers.analyst)).toBeNull();
  });
});
