import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expectUnchanged, readImportedLines } from './imported-lines.js';
import { ServedPlatform } from './served.js';

/** A company with a record or two of every noun that has a file. */
const COMPANY: Record<string, string> = {
  partners: `external_id,name,region,parent
PAR-1,Fenn Distribution,EMEA,
PAR-2,"Quote ""and"" comma, Ltd",EMEA,PAR-1`,
  calendars: `external_id,time_zone,hours,holidays
CAL-1,Europe/Berlin,Mon-Fri 09:00-17:00; Sat 10:00-14:00,DE-BY;2026-12-24
CAL-2,UTC,24x7,`,
  people: `external_id,name,email,role,manager,time_zone
PER-1,Ada Boss,ada@example.com,head of support,,Europe/Berlin
PER-2,Ben Desk,ben@example.com,agent,PER-1,`,
  exchange_rates: `date,from,to,rate
2026-01-01,USD,EUR,0.91
2026-02-01,USD,EUR,0.925`,
  agreements: `external_id,name,valid_from,valid_to,uptime_target,degraded_weight,maintenance_notice_hours,maintenance_cap_minutes,credit_tiers,credit_cap_percent,calendar,targets
SLA-1,Gold,2025-01-01,2026-01-01,99.9,0.5,48,30,99.9:10;99:25,30,CAL-1,"P1:first_response=PT15M,resolution=PT4H;P2:update=PT1H"
SLA-2,Gold,2026-01-01,,99.95,,,,,,,
SLA-3,Silver,2025-01-01,,99.5,,,,99.95:10,,,`,
  support_levels: `external_id,name,calendar,agreement,channels,languages,designated_contacts,cases_per_year,beyond_allowance
LVL-1,Premier,CAL-1,SLA-2,email;phone,en;de,3,40,CHARGE`,
  products: `external_id,name
PRD-1,Orders
PRD-2,Payments`,
  plans: `external_id,name,product,support_level,agreement,tier,monthly_price,currency
PLN-1,Orders basic,PRD-1,LVL-1,SLA-2,1,10.50,EUR
PLN-2,Orders plus,PRD-1,,SLA-3,2,20,EUR
PLN-3,Payments,PRD-2,,,,,`,
  pods: `external_id,name,region,seats,warning_percent,verticals
POD-1,Europe,EMEA,STANDARD=80;TRIAL=20,85,retail;health
POD-2,America,AMERICAS,50,,`,
  customers: `external_id,name,csi,segment,region,time_zone,locale,vertical,partner,account_manager,designated_analyst,active
CUS-1,"Müller, Söhne & Co","AAA-BBB-CC1",ENTERPRISE,EMEA,Europe/Berlin,de-DE,retail,PAR-2,PER-1,PER-2,true
CUS-2,Birch Mills,"AAA-BBB-CC2",SMB,AMERICAS,America/New_York,,,,,,false
CUS-3,=Formula Inc,"AAA-BBB-CC3",,,,,,,,,`,
  contacts: `external_id,customer,name,email,phone,designated,locale
CON-1,CUS-1,Jo Müller,jo@example.com,+49 89 123456,true,
CON-2,CUS-2,Al Birch,,,,en-US`,
  subscriptions: `external_id,customer,plan,kind,started_on,quantity,monthly_price,currency,term,renews_on,cancelled_on,ended_on,end_reason,pod,auto_renew
SUB-1,CUS-1,PLN-1,STANDARD,2025-03-01,5,52.50,EUR,ANNUAL,2027-03-01,,,,POD-1,false
SUB-2,CUS-2,PLN-2,STANDARD,2025-01-15,1,20,EUR,MONTHLY,,2025-11-01,2026-01-15,price,,true
SUB-3,CUS-3,PLN-3,FREE,2026-01-01,1,0,EUR,,,,,,,false`,
  subscription_events: `subscription,on,type,quantity,monthly_price,plan
SUB-1,2025-06-01,upgraded,,100,PLN-2
SUB-1,2025-08-01,add_on,8,160,
SUB-1,2025-09-01,ended,,,
SUB-1,2025-10-01,reactivated,,150,
SUB-1,2026-03-01,renewed,,,`,
  usage: `customer,at,metric,value,contact,component,path
CUS-1,2026-02-28T23:30:00.250Z,api_calls,120.5,CON-1,orders,"/a,b"
CUS-1,2026-02-28T23:30:00.250Z,api_calls,7,,,
CUS-2,2026-01-01T00:00:00Z,storage_gb,-3,,,`,
  entitlements: `customer,product,agreement,valid_from,support_level,valid_to,cases
CUS-2,PRD-2,SLA-3,2026-01-01,LVL-1,2027-01-01,12`,
  assets: `external_id,name,kind,status,owner,location,ip,make,product,pod,criticality,cores,note
a-web,Web,service,LIVE,PER-1,Munich,10.0.0.1;10.0.0.2,ACME,PRD-1,POD-1,high,8,
a-db1,Database 1,database,MAINTENANCE,,,,,,,,,"two
lines"
a-db2,Database 2,database,LIVE,,,,,,,,,
a-old,Old,host,RETIRED,,,,,,,,,`,
  dependencies: `consumer,provider,strength,group,min_up
a-web,a-db1,HARD,databases,1
a-web,a-db2,HARD,databases,1
a-db1,a-old,SOFT,,`,
  placements: `asset,product,pod,customer
a-web,PRD-1,POD-1,
a-web,,,CUS-2`,
  changes: `external_id,title,kind,status,assets,from,to,notice_given_at,expected_state,started_at,ended_at,outcome,requested_by
CHG-1,Upgrade,NORMAL,COMPLETED,a-web;a-db1,2026-02-01T10:00:00Z,2026-02-01T12:00:00Z,2026-01-20T10:00:00Z,DEGRADED,2026-02-01T10:05:00Z,2026-02-01T11:00:00Z,SUCCEEDED,PER-2
CHG-2,Draft,EMERGENCY,DRAFT,,,,,DOWN,,,,`,
  incidents: `external_id,title,started_at,detected_at,acknowledged_at,mitigated_at,restored_at,resolved_at,assets,customer,product,state,impact_from,impact_to,planned,announced_from,announced_to,notice_given_at,severity,cause_category,caused_by_change
INC-1,Web away,2026-02-03T10:00:00Z,2026-02-03T10:05:00Z,2026-02-03T10:06:00Z,2026-02-03T10:30:00Z,2026-02-03T11:00:00Z,2026-02-03T12:00:00Z,a-web,,,DOWN,,2026-02-03T10:45:00Z,,,,,SEV1,human-error,CHG-1
INC-2,Several,2026-02-05T10:00:00Z,,,,2026-02-05T11:00:00Z,,a-db1;a-db2,,,,,,true,2026-02-05T10:00:00Z,2026-02-05T12:00:00Z,2026-02-01T10:00:00Z,,,`,
  incident_impacts: `incident,asset,product,customer,state,from,to
INC-2,a-db1,,,DOWN,2026-02-05T10:00:00Z,2026-02-05T10:30:00Z
INC-2,,,CUS-2,DEGRADED,2026-02-05T10:30:00Z,2026-02-05T11:00:00Z`,
  teams: `external_id,name,calendar,members
TEM-1,First line,CAL-1,PER-1;PER-2`,
  queues: `external_id,name,calendar,members
QUE-1,Inbox,,PER-2`,
  skills: `external_id,name,description
SKL-1,Databases,Finds out why queries are slow
SKL-2,Mail,`,
  agents: `person,external_id,skills,languages,calendar,capacity,takes_tickets
PER-1,AGT-1,SKL-1:4;SKL-2:1,de;en,CAL-1,5,true
PER-2,AGT-2,,,,10,false`,
  tickets: `external_id,subject,opened_at,kind,customer,contact,channel,priority,status,tier,team,queue,assignee,asset,impact,urgency,category,first_responded_at,resolved_at,closed_at,reassignments,reopenings,satisfaction,external_verdict
TKT-1,"Slow, very",2026-02-10T09:00:00Z,REQUEST,CUS-1,CON-1,EMAIL,P2,RESOLVED,L2,TEM-1,QUE-1,PER-2,a-web;a-db2,HIGH,LOW,performance,2026-02-10T09:30:00Z,2026-02-11T09:00:00Z,,2,1,4,met
TKT-2,Ours,2026-02-12T09:00:00Z,PROBLEM,,,,P3,NEW,,,,,,,,,,,,0,0,,`,
  ticket_events: `ticket,sequence,at,type,actor,from,to,text
TKT-1,1,2026-02-10T09:00:00Z,opened,,,NEW,
TKT-1,2,2026-02-10T09:30:00Z,replied,PER-2,NEW,IN_PROGRESS,"Hello,
we look"
TKT-1,3,2026-02-11T09:00:00Z,resolved,PER-2,IN_PROGRESS,RESOLVED,`,
  costs: `external_id,date,kind,amount,currency,asset,queue,product,customer
CST-1,2026-02-28,"staff, first line",4300.50,EUR,,QUE-1,,
CST-2,2026-02-28,hosting,-12.125,USD,a-web,,PRD-1,CUS-1`,
};

const rowsOf = (folder: string, noun: string): Record<string, string>[] =>
  parse(readFileSync(join(folder, `${noun}.csv`)), { columns: true });
/** The lines of a file in an order of their own, as are the items of its lists: neither is told by a file. */
const sorted = (folder: string, name: string) =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .map((line) =>
      line.replaceAll(/(?<=,)[\w-]+(;[\w-]+)+(?=,)/g, (list) => list.split(';').sort().join(';')),
    )
    .sort();

describe('an export of a company', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll export '));
  const [given, exported, again] = ['given', 'exported', 'again'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  let platform: ServedPlatform;
  let other: ServedPlatform;

  const succeed = async (on: ServedPlatform, ...words: string[]) => {
    const { code, out, err } = await on.run(...words);
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(out).not.toContain('Rejected rows');
    return out;
  };

  beforeAll(async () => {
    mkdirSync(given);
    for (const [noun, text] of Object.entries(COMPANY))
      writeFileSync(join(given, `${noun}.csv`), `${text}\n`);
    platform = await ServedPlatform.start({ empty: true });
    other = await ServedPlatform.start({ empty: true });
    await succeed(platform, 'import', given);
  }, 300_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    expect(await platform?.stop()).toBe(0);
    expect(await other?.stop()).toBe(0);
  }, 60_000);

  /** What was never in a file: made by mutations, with references among themselves. */
  const makeByHand = async () => {
    const make = async (mutation: string, noun: string, input: object) => {
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
      const data = await platform.data<
        Record<string, { record: { id: string } | null; userErrors: { message: string }[] }>
      >(
        'admin',
        `mutation M($input: ${type}!) { made: ${mutation}(input: $input) { record: ${noun} { id } userErrors { message } } }`,
        { input: { idempotencyKey: `${mutation} by hand`, ...input } },
      );
      expect(data['made']?.userErrors).toEqual([]);
      return data['made']?.record?.id ?? '';
    };
    const found = await platform.data<Record<string, { id: string }>>(
      'admin',
      `{ product: productByExternalId(source: "import", externalId: "PRD-2") { id }
         agreement: agreementByExternalId(source: "import", externalId: "SLA-3") { id }
         plan: planByExternalId(source: "import", externalId: "PLN-2") { id } }`,
    );
    const id = (name: string) => found[name]?.id ?? '';
    const partner = await make('createPartner', 'partner', { name: 'By hand' });
    const customer = await make('createCustomer', 'customer', {
      name: 'Hand Made',
      timeZone: 'Asia/Tokyo',
      partnerId: partner,
    });
    await make('createContact', 'contact', { customerId: customer, name: 'Hana', designated: true });
    await make('createEntitlement', 'entitlement', {
      customerId: customer,
      productId: id('product'),
      agreementId: id('agreement'),
      validFrom: '2026-02-01',
    });
    await make('startSubscription', 'subscription', {
      customerId: customer,
      planId: id('plan'),
      quantity: 3,
    });
    return { partner, customer };
  };

  it('has every row that was imported, and imported again into the same platform changes nothing', async () => {
    await succeed(platform, 'export', exported);
    for (const [noun, text] of Object.entries(COMPANY)) {
      const rows = rowsOf(exported, noun);
      const expected = parse<Record<string, string>>(text, { columns: true });
      expect([noun, rows.length]).toEqual([noun, expected.length]);
    }
    expect(rowsOf(exported, 'customers').find((row) => row['external_id'] === 'CUS-3')?.['name']).toBe(
      '=Formula Inc',
    );
    expectUnchanged(readImportedLines(await succeed(platform, 'import', exported)));
    expect(readdirSync(exported).filter((name) => name.endsWith('.part'))).toEqual([]);
  }, 120_000);

  it('names what was made by hand by its platform id, and finds it again by that', async () => {
    const { partner, customer } = await makeByHand();
    await succeed(platform, 'export', exported);
    expect(rowsOf(exported, 'customers').find((row) => row['name'] === 'Hand Made')).toMatchObject({
      external_id: customer,
      partner,
      time_zone: 'Asia/Tokyo',
    });
    expectUnchanged(readImportedLines(await succeed(platform, 'import', exported)));
  }, 120_000);

  it('imported into an empty platform is the same company, with the same figures', async () => {
    await succeed(other, 'import', exported);
    await succeed(other, 'export', again);
    const names = readdirSync(exported);
    expect(readdirSync(again)).toEqual(names);
    for (const name of names) expect([name, sorted(again, name)]).toEqual([name, sorted(exported, name)]);
    const figures = async (on: ServedPlatform) =>
      on.data(
        'admin',
        `{ serviceCredits(month: "2026-02") { nodes { customer { externalId } product { externalId } month uptime credit { amount currency } } }
           customerByExternalId(source: "import", externalId: "CUS-1") {
             monthlyRecurringRevenue { amount currency }
             serviceLevels(month: "2026-02") { product { externalId } agreement { externalId } uptime countedSeconds }
             subscriptions { nodes { terms { from to quantity monthlyPrice { amount } plan { externalId } } } } }
           usageByMonth { nodes { month metric total count } } }`,
      );
    expect(await figures(other)).toEqual(await figures(platform));
  }, 180_000);

  it('has what is to be invoiced as the graph says it: orders line by line, credits, usage', async () => {
    const table = async (view: string): Promise<Record<string, string>[]> => {
      const response = await fetch(platform.url.replace(/graphql$/, `export/${view}`), {
        headers: { authorization: `Bearer ${platform.token('admin')}` },
      });
      expect(response.status).toBe(200);
      return parse(await response.text(), { columns: true });
    };
    const found = await platform.data<Record<'customer' | 'plan', { id: string }>>(
      'admin',
      `{ customer: customerByExternalId(source: "import", externalId: "CUS-1") { id }
         plan: planByExternalId(source: "import", externalId: "PLN-2") { id } }`,
    );
    const { placeOrder } = await platform.data<{ placeOrder: { userErrors: unknown[] } }>(
      'admin',
      'mutation O($input: PlaceOrderInput!) { placeOrder(input: $input) { userErrors { message } } }',
      {
        input: {
          idempotencyKey: 'to be invoiced',
          customerId: found.customer.id,
          lines: [{ action: 'NEW', planId: found.plan.id, quantity: 4 }],
        },
      },
    );
    expect(placeOrder.userErrors).toEqual([]);
    const { orders, serviceCredits } = await platform.data<{
      orders: {
        nodes: {
          id: string;
          lines: {
            number: number;
            monthlyPrice: { amount: string; currency: string };
            charge: { from: string; to: string; amount: string };
          }[];
        }[];
      };
      serviceCredits: {
        nodes: { customer: { externalId: string }; credit: { amount: string; currency: string } }[];
      };
    }>(
      'admin',
      `{ orders(orderBy: { field: PLACED_AT, direction: ASC }) { nodes { id lines { number monthlyPrice { amount currency } charge { from to amount } } } }
         serviceCredits(month: "2026-02") { nodes { customer { externalId } credit { amount currency } } } }`,
    );
    const lines = await table('orders.csv');
    expect(lines.length).toBeGreaterThan(0);
    expect(
      lines.map((line) => [
        line['order'],
        line['line'],
        line['charge_from'],
        line['charge_to'],
        line['charge_amount'],
        line['currency'],
      ]),
    ).toEqual(
      orders.nodes.flatMap(({ id, lines: placed }) =>
        placed.map(({ number, charge, monthlyPrice }) => [
          id,
          String(number),
          charge.from,
          charge.to,
          charge.amount,
          monthlyPrice.currency,
        ]),
      ),
    );
    expect(lines.find((line) => line['quantity'] === '4')).toMatchObject({
      customer_external_id: 'CUS-1',
      customer_name: 'Müller, Söhne & Co',
      plan_external_id: 'PLN-2',
      monthly_price: '80.00',
    });
    expect(
      (await table('credits.csv?month=2026-02')).map((row) => [
        row['customer_external_id'],
        row['credit_amount'],
        row['currency'],
      ]),
    ).toEqual(
      serviceCredits.nodes.map(({ customer, credit }) => [
        customer.externalId,
        credit.amount,
        credit.currency,
      ]),
    );
    expect(serviceCredits.nodes.length).toBeGreaterThan(0);
    expect(await table('usage-by-month.csv?month=2026-03')).toMatchObject([
      // In Munich the last half hour of February in UTC is March.
      { customer_external_id: 'CUS-1', metric: 'api_calls', total: '127.5', measurements: '2' },
    ]);
    expect((await table('usage.csv')).map((row) => row['value'])).toEqual(
      expect.arrayContaining(['-3', '7', '120.5']),
    );
  }, 60_000);

  it('can be of some nouns, and of lines of JSON', async () => {
    const some = join(folder, 'some');
    const out = await succeed(platform, 'export', some, '--only', 'customers,contact', '--format', 'ndjson');
    expect(readdirSync(some).sort()).toEqual(['contacts.ndjson', 'customers.ndjson']);
    expect(out).toMatch(/customers\.ndjson +customers +4/);
    expectUnchanged(readImportedLines(await succeed(platform, 'import', some)));
  }, 60_000);

  it('says what is wrong with its call, and leaves no half file behind', async () => {
    const nowhere = join(folder, 'nowhere');
    expect(await platform.run('export', nowhere, '--only', 'invoices')).toMatchObject({ code: 2 });
    expect(await platform.run('export', nowhere, '--format', 'xml')).toMatchObject({ code: 2 });
    expect(existsSync(nowhere)).toBe(false);
    const refused = await platform.run('export', nowhere, '--only', 'customers', '--token', 'nonsense');
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('go on with --only customers')]);
    expect(readdirSync(nowhere)).toEqual([]);
  }, 60_000);
});
