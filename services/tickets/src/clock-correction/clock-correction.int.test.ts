import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testCallers } from '@plimsoll/shared/testing';
import { clockDesk } from '../testing/clock-desk.fixture.js';
import type { Desk } from '../testing/desk.js';
import { promiseTo, type Promised } from '../testing/promises.js';

const { agent } = testCallers;
const minutes = (n: number) => n * 60_000;

describe('the clocks of a ticket about which somebody decides', () => {
  const { service, at, later, shown, run, open, step, reply, clock, eventsOf, noticed, told } = clockDesk();
  let desk: Desk;
  let promised: Promised;

  beforeAll(() => {
    ({ desk, promised } = told());
  });

  it('follow another priority with the policy that is chosen, and withdraw a breach that was none then', async () => {
    at('2026-03-02T09:00:00.000Z');
    const [kept, restarted, retroactive] = [
      await open({ priority: 'P1' }),
      await open({ priority: 'P1' }),
      await open({ priority: 'P1' }),
    ];
    // Twenty minutes later the first response is past due.
    later(minutes(20));
    await run('notice_sla_clocks');
    for (const [id, policy] of [
      [kept, 'KEEP'],
      [restarted, 'RESTART'],
      [retroactive, undefined],
    ]) {
      await step('changeTicketPriority', id ?? '', {
        priority: 'P3',
        reason: 'Less urgent than it seemed.',
        ...(policy ? { clocks: policy } : {}),
      });
    }
    const resolution = async (id: string) => (await clock(id, 'RESOLUTION'))?.dueAt;
    const broken = { status: 'BREACHED', breachedAt: '2026-03-02T09:15:00.000Z' };
    expect(await clock(kept, 'FIRST_RESPONSE')).toMatchObject({ ...broken, priority: 'P1' });
    expect(await resolution(kept)).toBe('2026-03-02T13:00:00.000Z');
    expect(await clock(restarted, 'FIRST_RESPONSE')).toMatchObject({ ...broken, priority: 'P1' });
    expect(await resolution(restarted)).toBe('2026-03-04T09:20:00.000Z');
    expect(await clock(retroactive, 'FIRST_RESPONSE')).toMatchObject({
      status: 'RUNNING',
      dueAt: '2026-03-02T13:00:00.000Z',
      breachedAt: null,
    });
    expect(await resolution(retroactive)).toBe('2026-03-04T09:00:00.000Z');
    const types = async (id: string) =>
      (await noticed(id)).filter(([, target]) => target === 'FIRST_RESPONSE').map(([type]) => type);
    expect(await types(kept)).toEqual(['SLA_WARNED', 'SLA_WARNED', 'SLA_WARNED', 'SLA_BREACHED']);
    expect(await types(retroactive)).toEqual([
      'SLA_WARNED',
      'SLA_WARNED',
      'SLA_WARNED',
      'SLA_BREACHED',
      'SLA_BREACH_WITHDRAWN',
    ]);
  });

  it('are corrected by what is told afterwards, which erases nothing', async () => {
    at('2026-03-02T09:00:00.000Z');
    const id = await open({ priority: 'P1' });
    at('2026-03-02T09:30:00.000Z');
    await reply(id);
    expect(await clock(id, 'FIRST_RESPONSE')).toMatchObject({ status: 'BREACHED' });
    const refused = async (name: string, input: object, caller: Principal = testCallers.operator) => {
      const answer = await service.run<Record<string, { userErrors: { code: string; path: string[] }[] }>>(
        `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { userErrors { code path } } }`,
        { input: { id, expectedVersion: 2, reason: 'R', ...input } },
        caller,
      );
      return answer[name]?.userErrors.map(({ code, path }) => [code, ...path]);
    };
    const sequence = (await eventsOf(id)).findIndex(({ type }) => type === 'REPLIED') + 1;
    expect(await refused('correctTicketEvent', { sequence: 99, at: shown() })).toEqual([
      ['INVALID', 'sequence'],
    ]);
    expect(await refused('correctTicketEvent', { sequence: 1, at: shown() })).toEqual([
      ['INVALID', 'sequence'],
    ]);
    expect(await refused('correctTicketEvent', { sequence, at: '2026-03-02T08:59:59Z' })).toEqual([
      ['INVALID', 'at'],
    ]);
    expect(
      await refused('recordTicketPause', { from: '2026-03-02T09:05:00Z', to: '2026-03-02T09:30:01Z' }),
    ).toEqual([['INVALID', 'to']]);
    expect(await refused('correctTicketEvent', { sequence, at: '2026-03-02T09:10:00Z' }, agent)).toEqual([
      ['NOT_FOUND'],
    ]);
    await step(
      'correctTicketEvent',
      id,
      { sequence, at: '2026-03-02T09:10:00Z', reason: 'Answered by telephone.' },
      testCallers.operator,
    );
    expect(await clock(id, 'FIRST_RESPONSE')).toMatchObject({
      status: 'MET',
      breachedAt: null,
      stoppedAt: '2026-03-02T09:10:00.000Z',
    });
    expect(await clock(id, 'UPDATE')).toMatchObject({ startedAt: '2026-03-02T09:10:00.000Z' });
    await step(
      'recordTicketPause',
      id,
      {
        from: '2026-03-02T09:12:00Z',
        to: '2026-03-02T09:27:00Z',
        reason: 'The customer had to look something up.',
      },
      testCallers.operator,
    );
    expect(await clock(id, 'UPDATE')).toMatchObject({
      dueAt: '2026-03-02T10:25:00.000Z',
      elapsedSeconds: 300,
    });
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'REPLIED',
        'SLA_BREACHED',
        'CORRECTED',
        'SLA_BREACH_WITHDRAWN',
        'PAUSE_RECORDED',
      ]),
    );
    const again = await service.run<{ recomputeClocks: { recomputed: object } }>(
      'mutation ($id: ID!) { recomputeClocks(input: { ticketIds: [$id] }) { recomputed { tickets changed changedTicketIds lastId } userErrors { code } } }',
      { id },
      testCallers.operator,
    );
    expect(again.recomputeClocks).toEqual({
      recomputed: { tickets: 1, changed: 0, changedTicketIds: [], lastId: null },
      userErrors: [],
    });
  });

  it('are counted by what is promised now where somebody decides so', async () => {
    at('2026-03-02T09:00:00.000Z');
    const id = await open({ priority: 'P1' });
    const apply = (input: object) =>
      service.run<{ applyCurrentAgreement: { userErrors: { code: string }[] } }>(
        'mutation ($input: ApplyCurrentAgreementInput!) { applyCurrentAgreement(input: $input) { userErrors { code } } }',
        { input: { id, expectedVersion: 1, clocks: 'RETROACTIVE', reason: 'Upgraded.', ...input } },
        testCallers.operator,
      );
    expect((await apply({})).applyCurrentAgreement.userErrors).toEqual([{ code: 'INVALID' }]);
    const upgraded = await promiseTo(service.test.database, desk.customerA, {
      P1: { firstResponse: 'PT10M' },
    });
    expect((await clock(id, 'FIRST_RESPONSE'))?.dueAt).toBe('2026-03-02T09:15:00.000Z');
    expect((await apply({})).applyCurrentAgreement.userErrors).toEqual([]);
    expect(await clock(id, 'FIRST_RESPONSE')).toMatchObject({
      dueAt: '2026-03-02T09:10:00.000Z',
      agreement: { id: upgraded.agreement },
    });
    // The resolution is promised by the former one as before.
    expect(await clock(id, 'RESOLUTION')).toMatchObject({ agreement: { id: promised.agreement } });
  });
});
