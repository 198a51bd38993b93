import 'reflect-metadata';
import { customerTold, told } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-06-01T00:00:00.000Z');
const query = <Row>(sql: string, kind: 'SYSTEM' | 'ANALYST' | 'NOBODY' = 'SYSTEM') =>
  service.test.database.transaction({ kind }, (tx) => tx.query<Row>(sql));

describe('what a customer was', () => {
  const versions = () =>
    query(
      `select version, segment, partner_id, valid_from::text, valid_to::text
         from customer_version where customer_id = 'cus_1' order by version`,
    );

  it('is kept with from when and until when it was so, the first from ever, the last for good', async () => {
    const customer = (version: number, segment: string) =>
      customerTold('cus_1', { segment, partnerId: 'par_1' }, version);
    // The second one is told late, after the third.
    await service.tell('entitlements', [customer(1, 'SMB')], '2026-01-10T09:00:00.000Z');
    await service.tell('entitlements', [customer(3, 'ENTERPRISE')], '2026-03-10T09:00:00.000Z');
    await service.drain();
    expect(await versions()).toMatchObject([
      { version: 1, segment: 'SMB', valid_from: '-infinity', valid_to: '2026-03-10 09:00:00+00' },
      { version: 3, segment: 'ENTERPRISE', valid_from: '2026-03-10 09:00:00+00', valid_to: 'infinity' },
    ]);
    await service.tell('entitlements', [customer(2, 'MID_MARKET')], '2026-02-10T09:00:00.000Z');
    await service.tell('entitlements', [customer(1, 'SMB')], '2026-01-10T09:00:00.000Z');
    await service.drain();
    expect(await versions()).toMatchObject([
      { version: 1, segment: 'SMB', valid_from: '-infinity', valid_to: '2026-02-10 09:00:00+00' },
      {
        version: 2,
        segment: 'MID_MARKET',
        valid_from: '2026-02-10 09:00:00+00',
        valid_to: '2026-03-10 09:00:00+00',
      },
      { version: 3, segment: 'ENTERPRISE', valid_from: '2026-03-10 09:00:00+00', valid_to: 'infinity' },
    ]);
  });

  it('is one thing at every instant, although a later version was recorded with an earlier instant', async () => {
    const tell = (version: number, time: string) =>
      service.tell('entitlements', [customerTold('cus_2', { segment: `S${version}` }, version)], time);
    await tell(1, '2026-01-01T00:00:00.000Z');
    await tell(2, '2026-01-03T00:00:00.000Z');
    await tell(3, '2026-01-02T00:00:00.000Z');
    await tell(4, '2026-01-04T00:00:00.000Z');
    await service.drain();
    const found = await query<{ day: string; segments: string[] }>(
      `select d.day::date::text as day, array_agg(v.segment) as segments
         from generate_series('2025-12-31'::timestamptz, '2026-01-05', '1 day') d(day)
         join customer_version v on v.customer_id = 'cus_2' and d.day >= v.valid_from and d.day < v.valid_to
        group by 1 order by 1`,
    );
    expect(found.map(({ segments }) => segments)).toEqual([['S1'], ['S1'], ['S1'], ['S3'], ['S4'], ['S4']]);
  });
});

describe('what figures are cut by', () => {
  it('is kept as it was told last, and read by whoever may', async () => {
    await service.tell('entitlements', [
      told('partner', 'par_1', { name: 'Arbor', region: 'EMEA', parentId: 'par_0', externalId: 'arbor' }),
      told('plan', 'pln_1', { name: 'Old', productId: 'prd_1', tier: 1 }),
      told('plan', 'pln_1', { name: 'Gold', productId: 'prd_1', supportLevelId: 'lvl_1', tier: 2 }, 2),
      told('support_level', 'lvl_1', { name: 'Premier', agreementId: 'sla_1' }),
      told('pod', 'pod_1', { name: 'eu-1', region: 'EMEA' }),
    ]);
    await service.tell('tickets', [
      told('queue', 'que_1', { name: 'Inbound', externalId: 'inbound', source: 'import', memberIds: [] }),
      told('team', 'tem_1', { name: 'Second line', calendarId: null }),
    ]);
    await service.drain();
    expect(await query('select id, external_id, name, region, parent_id from partner')).toEqual([
      { id: 'par_1', external_id: 'arbor', name: 'Arbor', region: 'EMEA', parent_id: 'par_0' },
    ]);
    expect(await query('select version, name, support_level_id, tier from plan')).toEqual([
      { version: 2, name: 'Gold', support_level_id: 'lvl_1', tier: 2 },
    ]);
    expect(await query('select name, agreement_id from support_level', 'ANALYST')).toEqual([
      { name: 'Premier', agreement_id: 'sla_1' },
    ]);
    expect(await query('select name, region from pod')).toEqual([{ name: 'eu-1', region: 'EMEA' }]);
    expect(await query('select external_id, source, name from queue', 'ANALYST')).toEqual([
      { external_id: 'inbound', source: 'import', name: 'Inbound' },
    ]);
    expect(await query('select name from team', 'ANALYST')).toEqual([{ name: 'Second line' }]);
    for (const table of ['customer_version', 'partner', 'plan', 'support_level', 'pod', 'queue', 'team']) {
      expect(await query(`select * from ${table}`, 'NOBODY')).toEqual([]);
    }
  });
});
