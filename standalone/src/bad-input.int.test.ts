import { ADMIN, testPlatform, type Answer } from './testing/test-platform.js';

interface UserError {
  code: string;
  message: string;
  path: string[];
}

/** All that the refused requests below could have changed. */
const STATE = `{
  products(first: 100) { totalCount nodes { id version name } }
  agreements(first: 100) { totalCount nodes { id version name validFrom validTo uptimeTarget } }
  plans(first: 100) { totalCount nodes { id version name monthlyPrice { amount currency } } }
  customers(first: 100) { totalCount nodes { id version name csi subscriptions(first: 20) { totalCount nodes { id version quantity monthlyPrice { amount currency } } } history(first: 1) { totalCount } } }
  assets(first: 100) { totalCount nodes { id version name
    dependsOn(first: 20) { totalCount nodes { id version strength group { name minUp memberCount } provider { id } } }
    placements(first: 20) { totalCount } history(first: 1) { totalCount } } }
  changes(first: 100) { totalCount nodes { id version title status window { from to } } }
  tickets(first: 100) { totalCount nodes { id version status assets(first: 20) { totalCount } events(first: 1) { totalCount }
    incident { impacts { state from to } } } }
}`;

describe('bad input, through the gateway', () => {
  const platform = testPlatform();
  const ids: Record<string, string> = {};
  let sent = 0;

  const state = async () => {
    const { data, errors } = await platform.ask(ADMIN, STATE);
    expect(errors).toEqual([]);
    return data;
  };

  /** Sends a mutation; `input` may name records by their external id as `@name`. */
  const mutate = async (name: string, input: Record<string, unknown>, noun = '__typename') => {
    const [inputType] = [`${name.charAt(0).toUpperCase()}${name.slice(1)}Input`];
    const answer = await platform.ask<{ payload: { userErrors: UserError[]; [noun: string]: unknown } }>(
      ADMIN,
      `mutation M($input: ${inputType}!) { payload: ${name}(input: $input) { ${noun === '__typename' ? noun : `${noun} { id version }`} userErrors { code message path } } }`,
      { input: named(input) },
    );
    return answer;
  };

  const named = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith('@')) return ids[value.slice(1)];
    if (Array.isArray(value)) return value.map(named);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, named(inner)]));
    }
    return value;
  };

  const key = () => `bad-input-${(sent += 1)}`;
  const day = (date: string) => `${date}T00:00:00.000Z`;

  beforeAll(async () => {
    await platform.import('importAgreements', [
      { external_id: 'gold', name: 'Gold', valid_from: '2026-01-01', uptime_target: '99.9' },
    ]);
    await platform.import('importProducts', [{ external_id: 'orders', name: 'Orders' }]);
    await platform.import('importPlans', [
      {
        external_id: 'plan',
        name: 'Orders',
        product: 'orders',
        agreement: 'gold',
        monthly_price: '10.00',
        currency: 'EUR',
      },
    ]);
    await platform.import('importCustomers', [
      { external_id: 'one', name: 'One', csi: 'ONE-1111' },
      { external_id: 'two', name: 'Two', csi: 'TWO-2222' },
    ]);
    await platform.import('importSubscriptions', [
      {
        external_id: 'sub',
        customer: 'one',
        plan: 'plan',
        kind: 'STANDARD',
        started_on: '2026-01-01',
        monthly_price: '10.00',
        currency: 'EUR',
      },
    ]);
    await platform.settled();
    await platform.import(
      'importAssets',
      ['web', 'db-1', 'db-2', 'db-3'].map((name) => ({ external_id: name, name, kind: 'service' })),
    );
    await platform.import('importDependencies', [
      { consumer: 'web', provider: 'db-1', group: 'db', min_up: '1' },
      { consumer: 'web', provider: 'db-2', group: 'db', min_up: '1' },
    ]);
    await platform.settled();
    await platform.import('importIncidents', [
      {
        external_id: 'inc',
        title: 'Web down',
        started_at: '2026-03-10T10:00:00Z',
        assets: 'web',
        state: 'DOWN',
      },
    ]);
    await platform.settled();
    for (const [field, names] of Object.entries({
      agreement: ['gold'],
      product: ['orders'],
      plan: ['plan'],
      customer: ['one', 'two'],
      subscription: ['sub'],
      asset: ['web', 'db-1', 'db-2', 'db-3'],
      ticket: ['inc'],
    })) {
      for (const name of names) {
        const { data } = await platform.ask<Record<string, { id: string }>>(
          ADMIN,
          `query F($name: String!) { found: ${field}ByExternalId(source: "test", externalId: $name) { id } }`,
          { name },
        );
        ids[name] = data?.['found']?.id ?? `no ${name}`;
      }
    }
    ids['nobody'] = 'cus_01kvxq0000e008000000000000';
    ids['nothing'] = 'ast_01kvxq0000e008000000000000';
  }, 120_000);

  const refused: [
    what: string,
    mutation: string,
    input: () => Record<string, unknown>,
    code: string,
    says: RegExp,
  ][] = [
    [
      'an unknown id',
      'updateCustomer',
      () => ({ id: '@nobody', expectedVersion: 1, name: 'X' }),
      'NOT_FOUND',
      /customer/i,
    ],
    [
      'an id that is none',
      'updateCustomer',
      () => ({ id: 'nonsense', expectedVersion: 1, name: 'X' }),
      'NOT_FOUND',
      /customer/i,
    ],
    [
      'a reference to nothing',
      'createPlan',
      () => ({ idempotencyKey: key(), name: 'Plan', productId: 'prd_01kvxq0000e008000000000000' }),
      'NOT_FOUND',
      /product/i,
    ],
    [
      'a reference to a record of another type',
      'createPlan',
      () => ({ idempotencyKey: key(), name: 'Plan', productId: '@one' }),
      'NOT_FOUND',
      /product/i,
    ],
    [
      'a ticket about an asset that is not there',
      'openTicket',
      () => ({ idempotencyKey: key(), subject: 'X', assetIds: ['@nothing'] }),
      'NOT_FOUND',
      /asset/i,
    ],
    [
      'a dependency of an asset on itself',
      'addDependencies',
      () => ({ idempotencyKey: key(), consumerId: '@web', providerIds: ['@web'] }),
      'SELF_DEPENDENCY',
      /itself/i,
    ],
    [
      'more that must be up than the group has',
      'addDependencies',
      () => ({
        idempotencyKey: key(),
        consumerId: '@db-3',
        providerIds: ['@db-1', '@db-2'],
        group: 'g',
        minUp: '3',
      }),
      'MIN_UP_ABOVE_GROUP',
      /3|group|members/i,
    ],
    [
      'a window that ends before it starts',
      'draftChange',
      () => ({
        idempotencyKey: key(),
        title: 'Change',
        assetIds: ['@web'],
        window: { from: day('2026-05-02'), to: day('2026-05-01') },
      }),
      'INVALID',
      /window|end|after|before/i,
    ],
    [
      'an impact that ends before it starts',
      'recordIncidentImpact',
      () => ({
        id: '@inc',
        expectedVersion: 1,
        impacts: [{ assetId: '@web', state: 'DOWN', from: day('2026-05-02'), to: day('2026-05-01') }],
      }),
      'INVALID',
      /end|after|before/i,
    ],
    [
      'an agreement that ends before it applies',
      'createAgreement',
      () => ({
        idempotencyKey: key(),
        name: 'Silver',
        validFrom: '2026-05-02',
        validTo: '2026-05-01',
        uptimeTarget: '99.9',
      }),
      'INVALID',
      /validTo|after|before|end/i,
    ],
    [
      'a version of an agreement that overlaps another',
      'createAgreement',
      () => ({ idempotencyKey: key(), name: 'Gold', validFrom: '2026-06-01', uptimeTarget: '99.5' }),
      'AGREEMENT_OVERLAP',
      /overlap/i,
    ],
    [
      'a price in another currency than the subscription has',
      'changeSubscription',
      () => ({
        id: '@sub',
        expectedVersion: 1,
        type: 'UPGRADED',
        monthlyPrice: { amount: '20.00', currency: 'USD' },
      }),
      'CURRENCY_MISMATCH',
      /currenc/i,
    ],
    [
      'a CSI that another customer has',
      'createCustomer',
      () => ({ idempotencyKey: key(), name: 'Three', csi: 'ONE-1111' }),
      'DUPLICATE_CSI',
      /ONE-?1111|csi/i,
    ],
    [
      'a customer changed to the CSI of another',
      'updateCustomer',
      () => ({ id: '@two', expectedVersion: 1, csi: 'ONE-1111' }),
      'DUPLICATE_CSI',
      /ONE-?1111|csi/i,
    ],
    [
      'a stale version',
      'updateCustomer',
      () => ({ id: '@one', expectedVersion: 7, name: 'Renamed' }),
      'CONFLICT',
      /version/i,
    ],
  ];

  it.each(refused)('refuses %s and changes nothing', async (_what, mutation, input, code, says) => {
    const before = await state();
    const { data, errors } = await mutate(mutation, input());
    expect({ errors, found: data?.payload.userErrors.map((error) => error.code) }).toEqual({
      errors: [],
      found: [code],
    });
    expect(data?.payload.userErrors[0]?.message).toMatch(says);
    expect(await state()).toEqual(before);
  });

  it('asks a what-if outage nothing that cannot be: an unknown asset, an interval that ends before it starts', async () => {
    const ask = (input: unknown) =>
      platform.ask(
        ADMIN,
        'query W($input: OutageInput!) { whatIfOutage(input: $input) { exposure { customerCount } } }',
        { input: named(input) },
      );
    const interval = { from: '2026-05-01T00:00:00Z', to: '2026-05-01T01:00:00Z' };
    expectRefusal(await ask({ assetIds: ['@nothing'], ...interval }), 'NOT_FOUND', /asset/i);
    expectRefusal(
      await ask({ assetIds: ['@web'], from: interval.to, to: interval.from }),
      'INVALID',
      /later than `from`/,
    );
    expectRefusal(await ask({ assetIds: [], ...interval }), 'INVALID', /asset/i);
  });

  const expectRefusal = ({ data, errors }: Answer<Record<string, unknown>>, code: string, says: RegExp) => {
    expect(data?.['whatIfOutage'] ?? null).toBeNull();
    expect(errors.map((error) => error.extensions?.code)).toEqual([code]);
    expect(errors[0]?.message).toMatch(says);
  };

  describe('an idempotency key', () => {
    it('answers the same request again with the same record, once', async () => {
      const request = { idempotencyKey: key(), name: 'Insights' };
      const first = await mutate('createProduct', request, 'product');
      const before = await state();
      const second = await mutate('createProduct', request, 'product');
      expect(first.data?.payload['product']).toMatchObject({ version: 1 });
      expect(second.data).toEqual(first.data);
      expect(await state()).toEqual(before);
    });

    it('refuses another body and changes nothing', async () => {
      const idempotencyKey = key();
      await mutate('createProduct', { idempotencyKey, name: 'Mail' }, 'product');
      const before = await state();
      const { data } = await mutate('createProduct', { idempotencyKey, name: 'Chat' }, 'product');
      expect(data?.payload).toMatchObject({
        product: null,
        userErrors: [{ code: 'IDEMPOTENCY_MISMATCH', path: ['idempotencyKey'] }],
      });
      expect(await state()).toEqual(before);
    });

    it('makes one record of twenty requests at the same moment', async () => {
      const request = { idempotencyKey: key(), name: 'Archive' };
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => mutate('createProduct', request, 'product')),
      );
      const made = answers.map((answer) => (answer.data?.payload['product'] as { id: string } | null)?.id);
      expect(answers.flatMap((answer) => answer.errors)).toEqual([]);
      expect(new Set(made).size).toBe(1);
      expect(made[0]).toMatch(/^prd_/);
      const { data } = await platform.ask<{ products: { totalCount: number } }>(
        ADMIN,
        '{ products(first: 1, filter: { search: "Archive" }) { totalCount } }',
      );
      expect(data?.products.totalCount).toBe(1);
    });

    it('lets one of twenty changes of the same version through and tells the others the current one', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          mutate('updateCustomer', { id: '@two', expectedVersion: 1, name: `Two of ${index}` }, 'customer'),
        ),
      );
      const codes = answers.map((answer) => answer.data?.payload.userErrors[0]?.code ?? 'done');
      expect(codes.filter((code) => code === 'done')).toHaveLength(1);
      expect(codes.filter((code) => code === 'CONFLICT')).toHaveLength(19);
      const winner = answers.find((answer) => answer.data?.payload.userErrors.length === 0);
      expect(winner?.data?.payload['customer']).toMatchObject({ version: 2 });
    });
  });

  describe('an imported row', () => {
    const importRows = async (mutation: string, rows: Record<string, string>[]) => {
      const { data, errors } = await platform.ask<{
        report: {
          created: number;
          updated: number;
          unchanged: number;
          rejected: number;
          rejects: { line: number; column: string | null; reason: string }[];
        };
      }>(
        ADMIN,
        `mutation I($input: ImportInput!) { report: ${mutation}(input: $input) { created updated unchanged rejected rejects { line column reason } } }`,
        { input: { source: 'test', rows } },
      );
      expect(errors).toEqual([]);
      return data?.report;
    };

    const bad: [what: string, mutation: string, rows: Record<string, string>[], column: string | null][] = [
      [
        'a customer with the CSI of another',
        'importCustomers',
        [{ external_id: 'x1', name: 'X', csi: 'ONE-1111' }],
        'csi',
      ],
      [
        'an agreement that overlaps another version',
        'importAgreements',
        [{ external_id: 'x2', name: 'Gold', valid_from: '2026-02-01', uptime_target: '99.9' }],
        null,
      ],
      [
        'a subscription of nobody',
        'importSubscriptions',
        [{ external_id: 'x3', customer: 'nobody', plan: 'plan', kind: 'STANDARD', started_on: '2026-01-01' }],
        'customer',
      ],
      [
        'a subscription in another currency than its plan',
        'importSubscriptionEvents',
        [{ subscription: 'nobody', on: '2026-02-01', type: 'upgraded', monthly_price: '20.00' }],
        'subscription',
      ],
      ['a dependency on itself', 'importDependencies', [{ consumer: 'db-3', provider: 'db-3' }], null],
      [
        'more that must be up than the group has',
        'importDependencies',
        [{ consumer: 'db-3', provider: 'db-1', group: 'g', min_up: '2' }],
        null,
      ],
      [
        'a member that disagrees with its group',
        'importDependencies',
        [
          { consumer: 'web', provider: 'db-1', group: 'db', min_up: '1' },
          { consumer: 'web', provider: 'db-2', group: 'db', min_up: '1' },
          { consumer: 'web', provider: 'db-3', group: 'db', min_up: '1', strength: 'SOFT' },
        ],
        'group',
      ],
      [
        'an incident that was over before it began',
        'importIncidents',
        [
          {
            external_id: 'x4',
            title: 'X',
            started_at: '2026-03-10T10:00:00Z',
            restored_at: '2026-03-10T09:00:00Z',
            assets: 'web',
            state: 'DOWN',
          },
        ],
        null,
      ],
    ];

    it.each(bad)(
      'is rejected with its line and the reason where it is %s',
      async (_what, mutation, rows, column) => {
        const before = await state();
        const report = await importRows(mutation, rows);
        expect(report).toMatchObject({ created: 0, updated: 0, unchanged: 0, rejected: rows.length });
        for (const reject of report?.rejects ?? []) {
          expect(reject.reason.length).toBeGreaterThan(10);
          if (column !== null) expect(reject.column).toBe(column);
        }
        expect(await state()).toEqual(before);
      },
    );

    it('spoils only itself', async () => {
      const report = await importRows('importProducts', [
        { external_id: 'good-1', name: 'Good one' },
        { external_id: 'bad', name: '' },
        { external_id: 'good-2', name: 'Good two' },
      ]);
      expect(report).toMatchObject({ created: 2, rejected: 1, rejects: [{ line: 2, column: 'name' }] });
    });
  });
});
