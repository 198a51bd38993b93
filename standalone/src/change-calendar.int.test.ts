import { ADMIN, testPlatform } from './testing/test-platform.js';

const HOUR = 3_600_000;

describe('the change calendar, from the records to a calendar client', () => {
  const platform = testPlatform();
  const soon = Math.ceil(Date.now() / HOUR) * HOUR + 24 * HOUR;
  const iso = (instant: number) => new Date(instant).toISOString();
  const keys = new Map<string, string>();
  const ids = new Map<string, string>();

  const ask = async <Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> => {
    const { data, errors } = await platform.ask<Data>(ADMIN, query, variables);
    expect(errors).toEqual([]);
    return data as Data;
  };
  const calendar = async (parameters: string, key: string, headers: Record<string, string> = {}) => {
    const address = platform.url.replace(
      '/graphql',
      `/calendar/changes.ics?token=${keys.get(key)}${parameters}`,
    );
    const response = await fetch(address, { headers });
    const text = (await response.text()).replaceAll('\r\n ', '');
    const valuesOf = (name: string) =>
      [...text.matchAll(new RegExp(`^${name}:(.*)\r$`, 'gm'))].map(([, value]) => value);
    return {
      status: response.status,
      tag: response.headers.get('etag'),
      titles: valuesOf('SUMMARY'),
      statuses: valuesOf('STATUS'),
    };
  };

  beforeAll(async () => {
    const load = async (...files: [mutation: string, rows: Record<string, string>[]][]) => {
      for (const [mutation, rows] of files) await platform.import(mutation, rows);
      await platform.settled();
    };
    const change = (id: string, assets: string, over: Record<string, string> = {}) => ({
      external_id: id,
      title: `Change ${id}`,
      assets,
      status: 'SCHEDULED',
      from: iso(soon),
      to: iso(soon + HOUR),
      ...over,
    });
    await load(
      ['importPartners', ['north', 'south'].map((id) => ({ external_id: id, name: id, region: 'EU' }))],
      [
        'importAgreements',
        [
          {
            external_id: 'gold',
            name: 'Gold',
            valid_from: '2020-01-01',
            uptime_target: '99.9',
            credit_tiers: '99.9:10',
          },
        ],
      ],
      ['importProducts', [{ external_id: 'suite', name: 'Suite' }]],
      [
        'importPods',
        [
          { external_id: 'eu', name: 'EU', region: 'EMEA', seats: '9' },
          { external_id: 'us', name: 'US', region: 'AMERICAS', seats: '9' },
        ],
      ],
      [
        'importCustomers',
        [
          { external_id: 'fir', csi: 'FIR', name: 'Fir', time_zone: 'UTC', partner: 'north' },
          { external_id: 'oak', csi: 'OAK', name: 'Oak', time_zone: 'UTC', partner: 'south' },
        ],
      ],
    );
    const bought = (customer: string) => ({
      external_id: `${customer}-suite`,
      customer,
      plan: 'suite',
      kind: 'STANDARD',
      started_on: '2024-01-01',
      monthly_price: '10.00',
      currency: 'EUR',
    });
    await load(
      [
        'importPlans',
        [
          {
            external_id: 'suite',
            name: 'Suite',
            product: 'suite',
            agreement: 'gold',
            monthly_price: '10.00',
            currency: 'EUR',
          },
        ],
      ],
      ['importSubscriptions', [bought('fir'), bought('oak')]],
      [
        'importAssets',
        [
          { external_id: 'fir-host', name: 'fir-host', kind: 'host', pod: 'eu' },
          { external_id: 'oak-host', name: 'oak-host', kind: 'host', pod: 'us' },
          { external_id: 'shared', name: 'shared', kind: 'host', pod: 'us' },
        ],
      ],
      ['importDependencies', [{ consumer: 'fir-host', provider: 'shared' }]],
      [
        'importPlacements',
        [
          { asset: 'fir-host', customer: 'fir' },
          { asset: 'oak-host', customer: 'oak' },
        ],
      ],
      [
        'importChanges',
        [
          change('of-fir', 'fir-host'),
          change('of-oak', 'oak-host'),
          change('of-all', 'shared', { from: iso(soon + 2 * HOUR), to: iso(soon + 3 * HOUR) }),
          change('draft', 'fir-host', { status: 'DRAFT' }),
          change('long-ago', 'fir-host', {
            status: 'COMPLETED',
            from: '2020-01-01T00:00:00Z',
            to: '2020-01-01T01:00:00Z',
          }),
        ],
      ],
    );
    for (const partner of ['north', 'south']) {
      const { partnerByExternalId } = await ask<{ partnerByExternalId: { id: string } }>(
        'query ($id: String!) { partnerByExternalId(source: "test", externalId: $id) { id } }',
        { id: partner },
      );
      const input = {
        idempotencyKey: partner,
        partnerId: partnerByExternalId.id,
        name: 'calendar',
        scopes: ['READ'],
      };
      const { createApiKey } = await ask<{ createApiKey: { secret: string } }>(
        'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }',
        { input },
      );
      keys.set(partner, createApiKey.secret);
    }
    for (const noun of ['customer', 'asset']) {
      for (const id of noun === 'asset' ? ['fir-host'] : ['fir', 'oak']) {
        const answer = await ask<{ record: { id: string } }>(
          `query ($id: String!) { record: ${noun}ByExternalId(source: "test", externalId: $id) { id } }`,
          { id },
        );
        ids.set(id, answer.record.id);
      }
    }
  });

  it('shows each reseller what is agreed on for assets it sees, and what hits its customers', async () => {
    expect(await calendar('', 'north')).toMatchObject({
      status: 200,
      titles: ['Change of-fir'],
      statuses: ['CONFIRMED'],
    });
    expect((await calendar('', 'south')).titles).toEqual(['Change of-oak']);
    expect((await calendar(`&asset=${ids.get('fir-host')}`, 'south')).titles).toEqual([]);
    // What hits a customer is told also where it is made on an asset that many share.
    expect((await calendar(`&customer=${ids.get('fir')}`, 'north')).titles).toEqual([
      'Change of-fir',
      'Change of-all',
    ]);
    expect((await calendar(`&customer=${ids.get('fir')}&region=EMEA`, 'north')).titles).toEqual([
      'Change of-fir',
    ]);
    expect((await calendar(`&customer=${ids.get('fir')}`, 'south')).titles).toEqual([]);
    expect((await calendar('&region=EMEA', 'north')).titles).toEqual(['Change of-fir']);
    expect((await calendar('&region=AMERICAS', 'north')).titles).toEqual([]);
  });

  it('is the same until a change is', async () => {
    const { tag } = await calendar('', 'north');
    expect((await calendar('', 'north', { 'if-none-match': tag! })).status).toBe(304);
    await platform.import('importChanges', [
      {
        external_id: 'of-fir',
        title: 'Change of-fir, later',
        assets: 'fir-host',
        from: iso(soon + HOUR),
        to: iso(soon + 2 * HOUR),
      },
    ]);
    const later = await calendar('', 'north', { 'if-none-match': tag! });
    expect([later.status, later.titles]).toEqual([200, ['Change of-fir\\, later']]);
  });
});
