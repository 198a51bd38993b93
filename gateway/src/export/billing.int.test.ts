import { BillingServices } from '../testing/billing-services.js';

describe('exports of what is billed', () => {
  let services: BillingServices;

  beforeAll(async () => {
    services = await BillingServices.start();
  });

  afterAll(async () => {
    await services.gateway.stop();
  });

  beforeEach(() => {
    services.asked.length = 0;
  });

  const CASES_HEADER =
    'chargeable_case,closed_at,customer,customer_external_id,customer_csi,customer_name,ticket,ticket_external_id,entitlement,subscription,subscription_external_id,product,product_external_id,product_name,support_level,support_level_external_id,support_level_name,case_number,cases_allowed,withdrawn';

  it('have the cases beyond an allowance, withdrawn ones too, with what they hang on', async () => {
    expect(await services.lines('/export/chargeable-cases.csv?month=2026-03', 'admin')).toEqual([
      CASES_HEADER,
      'chc_1,2026-03-01T00:00:00.000Z,cus_1,C-1,AAA-BBB-CCC,"Birch, Mills",tkt_1,T-1,ent_1,sub_1,U-1,prd_1,P-1,Orders,lvl_1,L-1,Premier,3,2,false',
      'chc_2,2026-03-31T23:59:59.999Z,cus_1,C-1,AAA-BBB-CCC,"Birch, Mills",tkt_2,,ent_2,,,,,,,,,4,2,true',
    ]);
  });

  it('cut the cases by when their tickets were closed, the first closed first', async () => {
    const asked = async (parameters: string) => {
      await services.lines(`/export/chargeable-cases.csv${parameters}`, 'admin');
      return services.asked.pop();
    };
    const orderBy = { field: 'CLOSED_AT', direction: 'ASC' };
    expect(await asked('?month=2026-03')).toMatchObject({
      first: 100,
      filter: { closedFrom: '2026-03-01T00:00:00.000Z', closedTo: '2026-04-01T00:00:00.000Z' },
      orderBy,
    });
    expect(await asked('?from=2026-03-02&to=2026-03-03T02:00:00%2B02:00')).toMatchObject({
      filter: { closedFrom: '2026-03-02T00:00:00.000Z', closedTo: '2026-03-03T00:00:00.000Z' },
      orderBy,
    });
    expect(await asked('')).toMatchObject({ filter: { closedFrom: null, closedTo: null }, orderBy });
    await expect(asked('?since=2026-03-02')).rejects.toThrow('There is no parameter');
  });

  it('give analysts the credits with ids alone, and no case', async () => {
    const path = '/export/credits.csv?month=2026-03';
    const header =
      'customer,customer_external_id,customer_csi,customer_name,product,product_external_id,product_name,agreement,agreement_external_id,agreement_name,month,uptime_percent,credit_amount,currency';
    expect(await services.lines(path, 'admin')).toEqual([
      header,
      'cus_1,C-1,AAA-BBB-CCC,"Birch, Mills",prd_1,P-1,Orders,sla_1,S-1,Gold,2026-03,99.500000000000,12.50,EUR',
    ]);
    expect(await services.lines(path, 'analyst')).toEqual([
      header,
      'cus_1,,,,prd_1,,,sla_1,,,2026-03,99.500000000000,12.50,EUR',
    ]);
    expect(await services.lines('/export/chargeable-cases.csv', 'analyst')).toEqual([CASES_HEADER]);
  });
});
