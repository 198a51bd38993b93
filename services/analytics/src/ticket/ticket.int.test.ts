import 'reflect-metadata';
import type { Scope } from '@plimsoll/shared';
import { customerTold } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';
import { clocksTold, escalationTold, incidentTold, ticketTold } from '../testing/fact-events.js';

const service = analyticsService('2026-06-01T00:00:00.000Z');
const query = (sql: string, scope: Scope = { kind: 'SYSTEM' }) =>
  service.test.database.transaction(scope, (tx) => tx.query(sql));

beforeAll(async () => {
  await service.tell('entitlements', [
    customerTold('cus_1', { partnerId: 'par_1', partnerIds: ['par_1'] }),
    customerTold('cus_2'),
  ]);
});

describe('tickets', () => {
  it('are kept as they stand, with their outage side', async () => {
    await service.tell('tickets', [
      ticketTold('tkt_1', 'cus_1', { queueId: 'que_1', assetIds: ['ast_1', 'ast_1'] }),
      ticketTold(
        'tkt_1',
        'cus_1',
        {
          status: 'RESOLVED',
          tier: 'L2',
          category: 'network',
          teamId: 'tem_1',
          assigneeId: 'per_1',
          productId: 'prd_1',
          resolvedAt: '2026-03-02T12:00:00.000Z',
          reopenedCount: 1,
          satisfaction: 4,
          externalVerdict: 'MET',
        },
        2,
      ),
      incidentTold('tkt_1', { causeCategory: 'HUMAN_ERROR', causedByChangeId: 'chg_1' }),
    ]);
    await service.drain();
    expect(
      await query(
        `select version, status, tier, category, team_id, queue_id, assignee_id, product_id, asset_ids, channel,
                resolved_at - opened_at = '2 hours' as two_hours, reopened_count, satisfaction, external_verdict
           from ticket where id = 'tkt_1'`,
      ),
    ).toEqual([
      {
        version: 2,
        status: 'RESOLVED',
        tier: 'L2',
        category: 'network',
        team_id: 'tem_1',
        queue_id: null,
        assignee_id: 'per_1',
        product_id: 'prd_1',
        asset_ids: [],
        channel: 'EMAIL',
        two_hours: true,
        reopened_count: 1,
        satisfaction: 4,
        external_verdict: 'MET',
      },
    ]);
    expect(await query('select id, planned, cause_category, caused_by_change_id from incident')).toEqual([
      { id: 'tkt_1', planned: false, cause_category: 'HUMAN_ERROR', caused_by_change_id: 'chg_1' },
    ]);
  });

  it('of before their fields were told are kept without them', async () => {
    const { channel: _, satisfaction: __, tier: ___, ...data } = ticketTold('tkt_old', 'cus_1').data;
    await service.tell('tickets', [{ ...ticketTold('tkt_old', 'cus_1'), data }]);
    await service.drain();
    expect(await query(`select channel, satisfaction, tier from ticket where id = 'tkt_old'`)).toEqual([
      { channel: null, satisfaction: null, tier: null },
    ]);
  });
});

describe('clocks and escalations of tickets', () => {
  const clocks = () =>
    query(
      `select customer_id, target, cycle, status, version from sla_clock where ticket_id = 'tkt_2' order by target, cycle`,
    );

  it('are those told last, and the customer is the one the ticket names', async () => {
    const breached = { status: 'BREACHED', breachedAt: '2026-03-02T11:00:00.000Z' };
    await service.tell('tickets', [
      clocksTold('tkt_2', 'cus_1', [{}, { target: 'UPDATE' }, { target: 'UPDATE', cycle: 2 }], 3),
      clocksTold('tkt_2', 'cus_1', [breached, { target: 'UPDATE', status: 'MET' }], 5),
      clocksTold('tkt_2', 'cus_1', [{}], 1),
      escalationTold('esc_1', 'tkt_2'),
    ]);
    await service.drain();
    expect(await clocks()).toEqual([
      { customer_id: 'cus_1', target: 'FIRST_RESPONSE', cycle: 1, status: 'BREACHED', version: 5 },
      { customer_id: 'cus_1', target: 'UPDATE', cycle: 1, status: 'MET', version: 5 },
    ]);
    expect(await query('select customer_id from escalation')).toEqual([{ customer_id: null }]);
    await service.tell('tickets', [ticketTold('tkt_2', 'cus_1')]);
    await service.tell('tickets', [ticketTold('tkt_2', 'cus_2', {}, 2)]);
    await service.tell('tickets', [
      clocksTold('tkt_2', 'cus_1', [breached], 6),
      escalationTold('esc_1', 'tkt_2', { acknowledgedAt: '2026-03-02T10:40:00.000Z' }, 2),
    ]);
    await service.drain();
    expect(await clocks()).toEqual([
      { customer_id: 'cus_2', target: 'FIRST_RESPONSE', cycle: 1, status: 'BREACHED', version: 6 },
    ]);
    expect(
      await query(
        'select ticket_id, customer_id, kind, acknowledged_at - raised_at as after from escalation',
      ),
    ).toMatchObject([{ ticket_id: 'tkt_2', customer_id: 'cus_2', kind: 'FUNCTIONAL' }]);
  });

  it('are read by staff and analysts, and by whoever sees the customer', async () => {
    await service.tell('tickets', [
      ticketTold('tkt_3', 'cus_1'),
      clocksTold('tkt_3', 'cus_1', [{}]),
      escalationTold('esc_3', 'tkt_3'),
      incidentTold('tkt_3'),
    ]);
    await service.drain();
    const seen = async (scope: Scope) => ({
      tickets: (await query(`select id from ticket where id = 'tkt_3'`, scope)).length,
      clocks: (await query(`select target from sla_clock where ticket_id = 'tkt_3'`, scope)).length,
      escalations: (await query(`select id from escalation where id = 'esc_3'`, scope)).length,
      incidents: (await query(`select id from incident where id = 'tkt_3'`, scope)).length,
    });
    const all = { tickets: 1, clocks: 1, escalations: 1, incidents: 1 };
    const none = { tickets: 0, clocks: 0, escalations: 0, incidents: 0 };
    expect(await seen({ kind: 'STAFF' })).toEqual(all);
    expect(await seen({ kind: 'ANALYST' })).toEqual(all);
    expect(await seen({ kind: 'PARTNER', partnerId: 'par_1' })).toEqual(all);
    expect(await seen({ kind: 'PARTNER', partnerId: 'par_2' })).toEqual(none);
    expect(await seen({ kind: 'CONTACT', customerId: 'cus_1' })).toEqual(all);
    expect(await seen({ kind: 'CONTACT', customerId: 'cus_2' })).toEqual(none);
    expect(await seen({ kind: 'NOBODY' })).toEqual(none);
  });
});
