import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { contractOperation, pathsAlwaysNull } from './contract.js';
import { planConflictingChange } from './planned-change.js';
import { ServedPlatform, type ServedRole } from './served.js';

/** Null where there is nothing to tell: who may leave is learned overnight, and in quiet times anything may be sold. */
const UNTOLD = new Set(['churnRisk', 'doNotUpsell']);

const unexplained = (answer: unknown, ...explained: string[]) =>
  pathsAlwaysNull(answer).filter(
    (path) => !path.split('.').some((field) => UNTOLD.has(field)) && !explained.includes(path),
  );

/** An order as `PlaceOrder` of the contract answers it. */
interface PlacedOrder {
  id: string;
  status: string;
  lines: { subscription: { id: string; pod: { region: string } } }[];
  provisioning: { steps: { name: string; status: string; at: string | null }[] };
}

const SHAPES = [
  ['in one process', { distributed: false }],
  ['as five processes', { distributed: true }],
] as const;

/** The company is loaded by the first shape; the second one serves what the first has left. */
let dataFolder: string | undefined;

describe.each(SHAPES)('the platform %s, with the demonstration company', (name, shape) => {
  let platform: ServedPlatform;
  const inAnHour = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

  const assetId = async (externalId: string): Promise<string> => {
    const { asset } = await platform.data<{ asset: { id: string } }>(
      'operator',
      'query A($externalId: String!) { asset: assetByExternalId(source: "import", externalId: $externalId) { id } }',
      { externalId },
    );
    return asset.id;
  };

  /** Places an order, and asks for it again by its idempotency key until it is fulfilled. */
  const orderAndWait = async (
    role: ServedRole,
    input: { lines: { action: string; kind: string; planId: string; quantity?: number }[] } & Record<
      string,
      unknown
    >,
  ): Promise<PlacedOrder> => {
    const asked = { input: { idempotencyKey: randomUUID(), ...input } };
    const place = async () => {
      const { placeOrder } = await platform.data<{
        placeOrder: { order: PlacedOrder; userErrors: unknown[] };
      }>(role, contractOperation('provision'), asked, 'PlaceOrder');
      expect(placeOrder.userErrors).toEqual([]);
      return placeOrder.order;
    };
    const first = await place();
    let order = first;
    for (let asks = 0; order.status !== 'FULFILLED' && asks < 120; asks += 1) {
      await setTimeout(500);
      order = await place();
      expect(order.id).toBe(first.id);
    }
    expect(order).toMatchObject({
      status: 'FULFILLED',
      lines: asked.input.lines.map(({ action, kind }) => ({
        action,
        subscription: { status: 'ACTIVE', kind },
      })),
      provisioning: { status: 'SUCCEEDED', progress: 1 },
    });
    const { steps } = order.provisioning;
    expect(steps.map(({ name }) => name)).toEqual(expect.arrayContaining(['CREATE_TENANT', 'NOTIFY']));
    expect(steps.filter(({ status, at }) => status !== 'DONE' || at === null)).toEqual([]);
    // No step failed, so that none has an error.
    expect(unexplained(order, 'provisioning.steps.error')).toEqual([]);
    return order;
  };

  const planId = async (externalId: string): Promise<string> => {
    const { plan } = await platform.data<{ plan: { id: string } }>(
      'agent',
      'query P($externalId: String!) { plan: planByExternalId(source: "import", externalId: $externalId) { id } }',
      { externalId },
    );
    return plan.id;
  };

  beforeAll(async () => {
    platform = await ServedPlatform.start({ ...shape, ...(dataFolder ? { dataFolder } : {}) });
    ({ dataFolder } = platform);
    // What redundancy would have saved is worked out beside the tests, and asked for by the last of them.
    await platform.data('operator', 'mutation { tryRedundancy { requestedAt } }', {});
  }, 300_000);

  afterAll(async () => {
    expect(await platform?.stop({ keepData: shape !== SHAPES.at(-1)?.[1] })).toBe(0);
  }, 60_000);

  it('prints its address, a token a role, and the answer to a what-if outage', () => {
    const output = platform.output();
    for (const role of [
      'admin',
      'agent',
      'operator',
      'manager',
      'executive',
      'analyst',
      'partner',
      'contact',
    ]) {
      expect(output).toContain(`\n${role.padEnd(10)} ey`);
    }
    expect(output).toContain('What if EU Orders Database went down now, for 45 minutes?');
    expect(output).toMatch(/\d+ customers affected, \d+ broken/);
    expect(output).not.toContain('rejected');
  });

  it('keeps the tokens where their owner alone can read them', () => {
    const file = join(platform.dataFolder, 'tokens.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)).toHaveLength(8);
  });

  it('answers whatIfOutage of the contract with every field from its owner', async () => {
    const answer = await platform.data<{ whatIfOutage: { exposure: { customerCount: number } } }>(
      'operator',
      contractOperation('what-if-outage'),
      { input: { assetIds: [await assetId('eu-orders-db')], from: inAnHour(1), to: inAnHour(2) } },
    );
    expect(answer.whatIfOutage.exposure.customerCount).toBeGreaterThan(50);
    expect(unexplained(answer)).toEqual([]);
  });

  it('answers impactNow of the contract with every field from its owner', async () => {
    const edited = await assetId('ap1-insights-web');
    const { asset, changes } = await platform.data<{
      asset: { version: number };
      changes: { nodes: { id: string; assets: { id: string }[] }[] };
    }>(
      'operator',
      `query V($id: ID!) {
         asset(id: $id) { version }
         changes(first: 20, filter: { status: COMPLETED }) { nodes { id assets { id } } }
       }`,
      { id: edited },
    );
    const { updateAsset } = await platform.data<{ updateAsset: { userErrors: unknown[] } }>(
      'operator',
      'mutation U($input: UpdateAssetInput!) { updateAsset(input: $input) { userErrors { code message } } }',
      {
        input: {
          id: edited,
          expectedVersion: asset.version,
          name: 'Insights Web (renamed)',
          changeId: changes.nodes[0]?.id,
        },
      },
    );
    expect(updateAsset.userErrors).toEqual([]);
    const changed = changes.nodes.flatMap((change) => change.assets.map(({ id }) => id));
    const answers: unknown[] = [];
    for (const id of [edited, ...changed]) {
      answers.push(await platform.data('operator', contractOperation('impact-now'), { id }));
    }
    expect(unexplained(answers)).toEqual([]);
  }, 120_000);

  it('answers customer360 of the contract with every field from its owner', async () => {
    const lists = await platform.data<
      Record<string, { nodes: { id: string; version: number; csi: string }[] }>
    >(
      'agent',
      `{ large: customers(first: 40, filter: { segment: ENTERPRISE }) { nodes { csi } }
         small: customers(first: 40, filter: { segment: SMB, active: true }) { nodes { id version csi } } }`,
    );
    const [small] = lists['small']?.nodes ?? [];
    const { deactivateCustomer } = await platform.data<{ deactivateCustomer: { userErrors: unknown[] } }>(
      'admin',
      'mutation D($input: DeactivateCustomerInput!) { deactivateCustomer(input: $input) { userErrors { code message } } }',
      { input: { id: small?.id, expectedVersion: small?.version, reason: 'Owes three invoices' } },
    );
    expect(deactivateCustomer.userErrors).toEqual([]);
    const answers: unknown[] = [];
    for (const { csi } of Object.values(lists).flatMap(({ nodes }) => nodes)) {
      answers.push(await platform.data('agent', contractOperation('customer-360'), { csi }));
    }
    expect(unexplained(answers)).toEqual([]);
  }, 120_000);

  it('takes an order of a partner for a new customer, by PlaceOrder of the contract, to a running tenant', async () => {
    const order = await orderAndWait('partner', {
      customer: {
        name: `Sablemere Freight ${name}`,
        region: 'EMEA',
        timeZone: 'Europe/Berlin',
        vertical: 'logistics',
      },
      lines: [
        { action: 'NEW', kind: 'STANDARD', planId: await planId('PLAN-ORDERS-STARTER-EUR'), quantity: 5 },
      ],
    });
    const customers = await platform.data<{ customers: { totalCount: number } }>(
      'partner',
      'query C($search: String!) { customers(first: 1, filter: { search: $search }) { totalCount } }',
      { search: `Sablemere Freight ${name}` },
    );
    expect(customers.customers.totalCount).toBe(1);
    expect(order.lines[0]?.subscription.pod.region).toBe('EMEA');
  }, 120_000);

  it('takes an order of staff, and extends its trial, by ExtendTrial of the contract', async () => {
    const order = await orderAndWait('agent', {
      customer: { name: 'Gorsehollow Clinics', region: 'EMEA', timeZone: 'Europe/Berlin' },
      lines: [
        { action: 'NEW', kind: 'STANDARD', planId: await planId('PLAN-ORDERS-BUSINESS-EUR'), quantity: 12 },
        { action: 'NEW', kind: 'TRIAL', planId: await planId('PLAN-INSIGHTS-TRIAL-EUR') },
      ],
    });
    const { subscription } = await platform.data<{
      subscription: { id: string; version: number; endsOn: string };
    }>('agent', 'query T($id: ID!) { subscription(id: $id) { id version endsOn } }', {
      id: order.lines[1]?.subscription.id,
    });
    const until = new Date(Date.parse(subscription.endsOn) + 7 * 86_400_000).toISOString().slice(0, 10);
    const input = {
      idempotencyKey: randomUUID(),
      subscriptionId: subscription.id,
      expectedVersion: subscription.version,
      until,
      reason: 'The data came late',
    };
    const extended = {
      extendTrial: {
        subscription: {
          id: subscription.id,
          version: subscription.version + 1,
          kind: 'TRIAL',
          status: 'ACTIVE',
          endsOn: until,
        },
        userErrors: [],
      },
    };
    for (const _ of ['first', 'repeated']) {
      expect(await platform.data('agent', contractOperation('provision'), { input }, 'ExtendTrial')).toEqual(
        extended,
      );
    }
  }, 120_000);

  it('answers PodCapacity of the contract with every field', async () => {
    const answer = await platform.data<{ pods: { nodes: unknown[] } }>(
      'operator',
      contractOperation('provision'),
      {},
      'PodCapacity',
    );
    expect(answer.pods.nodes).toHaveLength(6);
    // Null where a pod never fills up, as far as the trend tells.
    expect(unexplained(answer, 'pods.nodes.fullOnForecast')).toEqual([]);
  });

  it('answers RouteCaller of the contract by number and by CSI', async () => {
    const { contacts } = await platform.data<{
      contacts: { nodes: { id: string; phone: string; customer: { id: string; csi: string } }[] };
    }>('agent', '{ contacts(first: 12) { nodes { id phone customer { id csi } } } }');
    const byCsi: unknown[] = [];
    const byPhone: unknown[] = [];
    for (const { id, phone, customer } of contacts.nodes) {
      const call = (asked: Record<string, string>) =>
        platform.data<{ routeCall: unknown }>('agent', contractOperation('caller'), asked);
      const answer = await call({ phone: phone.replaceAll(' ', '') });
      expect(answer.routeCall).toMatchObject({ contact: { id }, customer: { id: customer.id } });
      byPhone.push(answer);
      byCsi.push(await call({ csi: customer.csi }));
      expect(byCsi.at(-1)).toMatchObject({ routeCall: { customer: { id: customer.id } } });
    }
    // Where nothing was told about an incident, nothing was.
    const untold = 'routeCall.openIncidents.lastUpdate';
    expect(unexplained(byPhone, untold)).toEqual([]);
    // A CSI names a company and nobody in it.
    expect(unexplained(byCsi, 'routeCall.contact', untold)).toEqual([]);
    for (const { routeCall } of [...byPhone, ...byCsi] as { routeCall: Record<string, unknown[]> }[]) {
      expect(routeCall['preferredAgents']).not.toEqual([]);
      expect(routeCall['routedBecause']).not.toEqual([]);
    }
  }, 60_000);

  it('answers MyWork of the contract with every field from its owner', async () => {
    const { me, customers } = await platform.data<{
      me: { id: string };
      customers: { nodes: { id: string; supportLevel: { name: string } | null }[] };
    }>(
      'agent',
      '{ me { id } customers(first: 20, filter: { segment: ENTERPRISE }) { nodes { id supportLevel { name } } } }',
    );
    const customer = customers.nodes.find(({ supportLevel }) => supportLevel !== null);
    const step = 'ticket { id } userErrors { code message }';
    const { openTicket } = await platform.data<{
      openTicket: { ticket: { id: string }; userErrors: unknown[] };
    }>('agent', `mutation O($input: OpenTicketInput!) { openTicket(input: $input) { ${step} } }`, {
      input: {
        idempotencyKey: randomUUID(),
        kind: 'REQUEST',
        subject: 'Orders are slow to load',
        customerId: customer?.id,
        assetIds: [await assetId('eu-orders-db')],
        tier: 'L1',
        assigneeId: me.id,
      },
    });
    expect(openTicket.userErrors).toEqual([]);
    const answer = await platform.data<{
      me: {
        agent: {
          workList: { nodes: { why: string; ticket: { id: string } | null }[] };
          queues: { waitingCount: number }[];
        };
      };
    }>('agent', contractOperation('my-work'), { first: 100 });
    // The token is of somebody who works at the desk.
    expect(answer.me.agent.queues).not.toEqual([]);
    expect(answer.me.agent.workList.nodes.map(({ ticket }) => ticket?.id)).toContain(openTicket.ticket.id);
    // Nothing of theirs is about a change or stands still, and what is promised to the customer may have no due instant.
    const work = 'me.agent.workList.nodes';
    const untold = [`${work}.change`, `${work}.dueAt`, `${work}.ticket.clocks.pausedBecause`];
    expect(unexplained(answer, ...untold)).toEqual([]);
  }, 60_000);

  it('answers the lists of the contract', async () => {
    const lists = await platform.data<Record<string, { totalCount: number }>>(
      'agent',
      contractOperation('lists'),
    );
    for (const list of Object.values(lists)) expect(list.totalCount).toBeGreaterThan(0);
  });

  it('answers MetricCatalog and Metrics of the contract with every field', async () => {
    const document = contractOperation('metrics');
    const catalog = await platform.data('analyst', document, {}, 'MetricCatalog');
    const input = {
      measures: ['ticketsOpened', 'responseAttainment', 'monthlyRecurringRevenue'],
      dimensions: ['segment'],
      grain: 'QUARTER',
      from: new Date(Date.now() - 2 * 365 * 86_400_000).toISOString(),
      to: new Date().toISOString(),
      timeZone: 'Europe/Berlin',
      filters: [{ dimension: 'segment', operator: 'NE', values: [] }],
      orderBy: [{ name: 'ticketsOpened', direction: 'DESC' }],
    };
    const answer = await platform.data<{ metrics: { rows: unknown[]; totalCount: number } }>(
      'analyst',
      document,
      { input },
      'Metrics',
    );
    expect(answer.metrics.rows).toHaveLength(answer.metrics.totalCount);
    expect(answer.metrics.totalCount).toBeGreaterThan(10);
    expect(pathsAlwaysNull([catalog, answer])).toEqual([]);
  });

  it('drafts a change and answers ChangePlan of the contract with every field from its owner', async () => {
    const answer = await planConflictingChange(platform);
    const { change } = answer;
    expect(new Set(change.conflicts.map(({ kind }) => kind))).toEqual(
      new Set(['FREEZE', 'JOINTLY_FATAL', 'SAME_ASSET']),
    );
    expect(change.safeWindows).toHaveLength(5);
    expect(change.approvals.outstanding.length).toBeGreaterThan(0);
    expect(change.plan.steps).toHaveLength(3);
    // No step was ticked, and nothing rolled out.
    const ahead = ['plan.steps.at', 'plan.steps.by', 'plan.steps.result', 'release.stages.at'];
    expect(unexplained(answer, ...ahead.map((path) => `change.${path}`))).toEqual([]);
  }, 120_000);

  it('answers the question on the command line as a table', async () => {
    const { code, out, err } = await platform.run(
      'what-if',
      '--asset',
      'EU Orders Database',
      '--for',
      'PT45M',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/customer +product +agreement +month +state +headroom before +after +credit +why/);
    expect(out).toMatch(/\d+ customers affected/);
  });

  it('answers the questions of executives with every field from its owner', async () => {
    const months = (ahead: number) => {
      const now = new Date();
      return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString();
    };
    const variables = { from: months(-23), to: months(1), assetId: await assetId('eu-orders-db') };
    interface Answer {
      operationsIntelligence: Record<string, unknown[]>;
    }
    const ask = () => platform.data<Answer>('executive', contractOperation('executive'), variables);
    let answer = await ask();
    for (let asks = 0; answer.operationsIntelligence['nextDollar']?.length === 0 && asks < 90; asks += 1) {
      await setTimeout(2_000);
      answer = await ask();
    }
    const { operationsIntelligence: told } = answer;
    const lists = ['nextDollar', 'churnCauses', 'troublesomeAssets', 'topCustomers'];
    expect(lists.filter((list) => told[list]?.length === 0)).toEqual([]);
    expect([told['incidentTrend']?.length, told['trailingTwelveMonths']?.length]).toEqual([24, 12]);
    // Where assets stand alone there is no group, and nothing may be wrong right now.
    expect(
      unexplained(
        answer,
        'operationsIntelligence.nextDollar.group',
        'operationsIntelligence.lastDowntime.endedAt',
        'operationsIntelligence.lastDowntime.secondsSince',
      ),
    ).toEqual([]);
  }, 240_000);

  it('keeps its data at a second start, and loads nothing again', async () => {
    const COUNTS =
      '{ customers(first: 1) { totalCount } assets(first: 1) { totalCount } tickets(first: 1) { totalCount } }';
    const before = await platform.data('admin', COUNTS);
    expect(await platform.stop({ keepData: true })).toBe(0);
    platform = await ServedPlatform.start({ ...shape, dataFolder: platform.dataFolder });
    expect(platform.output()).not.toContain('Loading the demonstration company');
    expect(platform.output()).toMatch(/\d+ customers affected, \d+ broken/);
    expect(await platform.data('admin', COUNTS)).toEqual(before);
  }, 300_000);
});
