import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { contractOperation, pathsAlwaysNull } from './contract.js';
import { ServedPlatform } from './served.js';

/** Capabilities that are not built yet; their descriptions say that they are null. */
const NOT_YET = new Set(['health', 'churnRisk', 'doNotUpsell', 'clocks', 'risk']);

const unexplained = (answer: unknown, ...explained: string[]) =>
  pathsAlwaysNull(answer).filter(
    (path) => !path.split('.').some((field) => NOT_YET.has(field)) && !explained.includes(path),
  );

const SHAPES = [
  ['in one process', { distributed: false }],
  ['as five processes', { distributed: true }],
] as const;

describe.each(SHAPES)('the platform %s, with the demonstration company', (_name, shape) => {
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

  beforeAll(async () => {
    platform = await ServedPlatform.start(shape);
  }, 300_000);

  afterAll(async () => {
    expect(await platform?.stop()).toBe(0);
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

  it('answers the lists of the contract', async () => {
    const lists = await platform.data<Record<string, { totalCount: number }>>(
      'agent',
      contractOperation('lists'),
    );
    for (const list of Object.values(lists)) expect(list.totalCount).toBeGreaterThan(0);
  });

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

  it('keeps its data at a second start, and loads nothing again', async () => {
    const COUNTS =
      '{ customers(first: 1) { totalCount } assets(first: 1) { totalCount } tickets(first: 1) { totalCount } }';
    const before = await platform.data('admin', COUNTS);
    const { dataFolder } = platform;
    expect(await platform.stop({ keepData: true })).toBe(0);
    platform = await ServedPlatform.start({ ...shape, dataFolder });
    expect(platform.output()).not.toContain('Loading the demonstration company');
    expect(platform.output()).toMatch(/\d+ customers affected, \d+ broken/);
    expect(await platform.data('admin', COUNTS)).toEqual(before);
  }, 300_000);
});
