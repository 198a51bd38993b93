import { ADMIN, testPlatform } from './testing/test-platform.js';

const CAPACITY = `query PodCapacity { pods(first: 50) { nodes {
  name region full fullOnForecast capacity { kind seats reserved used warningPercent full } } } }`;
const TICKETS = `query Told { tickets(first: 10) { nodes { kind priority subject queue { name } } } }`;

describe('a pod that fills up', () => {
  const platform = testPlatform();
  const ask = async <Data>(query: string, variables: Record<string, unknown> = {}, caller = ADMIN) => {
    const { data, errors } = await platform.ask<Data>(caller, query, variables);
    expect(errors).toEqual([]);
    return data as Data;
  };
  const subscription = (externalId: string, endedOn = '') => ({
    external_id: externalId,
    customer: 'alder',
    plan: 'basic',
    kind: 'STANDARD',
    started_on: '2026-01-01',
    ended_on: endedOn,
    monthly_price: '10',
    currency: 'EUR',
    pod: 'eu-1',
  });

  it('is told to hosting operations once a crossing, whoever filled it', async () => {
    await platform.import('importProducts', [{ external_id: 'orders', name: 'Orders' }]);
    await platform.import('importPlans', [
      { external_id: 'basic', name: 'Basic', product: 'orders', monthly_price: '10', currency: 'EUR' },
    ]);
    await platform.import('importCustomers', [{ external_id: 'alder', name: 'Alder', time_zone: 'UTC' }]);
    await platform.import('importPods', [
      {
        external_id: 'eu-1',
        name: 'EU 1',
        region: 'EMEA',
        seats: 'STANDARD=4;TRIAL=1',
        warning_percent: '75',
      },
    ]);
    await platform.import(
      'importSubscriptions',
      ['a', 'b', 'c'].map((word) => subscription(word)),
    );
    await platform.settled();
    const warning = {
      kind: 'REQUEST',
      priority: 'P3',
      subject: 'Pod EU 1 is filling up: 3 of 4 STANDARD seats taken',
      queue: { name: 'Hosting operations' },
    };
    expect(await ask(TICKETS)).toEqual({ tickets: { nodes: [warning] } });

    // What is, is: an import beyond the seats is taken, and told.
    await platform.import(
      'importSubscriptions',
      ['d', 'e'].map((word) => subscription(word)),
    );
    await platform.settled();
    const full = {
      ...warning,
      kind: 'INCIDENT',
      priority: 'P2',
      subject: 'Pod EU 1 is full: 5 of 4 STANDARD seats taken',
    };
    expect((await ask<{ tickets: { nodes: unknown[] } }>(TICKETS)).tickets.nodes).toEqual(
      expect.arrayContaining([warning, full]),
    );
    const kind = (name: string, seats: number, used: number) => ({
      kind: name,
      seats,
      reserved: 0,
      used,
      warningPercent: '75',
      full: used >= seats,
    });
    const today = new Date().toISOString().slice(0, 10);
    const { pods } = await ask<{ pods: { nodes: object[] } }>(CAPACITY);
    expect(pods.nodes).toEqual([
      {
        name: 'EU 1',
        region: 'EMEA',
        full: false,
        fullOnForecast: null,
        capacity: [kind('TRIAL', 1, 0), kind('STANDARD', 4, 5)],
      },
    ]);
    expect(await ask('{ pods(first: 1) { nodes { capacity { kind fullOnForecast } } } }')).toEqual({
      pods: {
        nodes: [
          {
            capacity: [
              { kind: 'TRIAL', fullOnForecast: null },
              { kind: 'STANDARD', fullOnForecast: today },
            ],
          },
        ],
      },
    });

    // It empties and fills again: another crossing, another ticket.
    await platform.import(
      'importSubscriptions',
      ['c', 'd', 'e'].map((word) => subscription(word, '2026-02-01')),
    );
    await platform.settled();
    await platform.import(
      'importSubscriptions',
      ['f'].map((word) => subscription(word)),
    );
    await platform.settled();
    // The pod itself has changed nothing: resellers and contacts see its name and region, and no figure.
    const { pods: seen } = await ask<{ pods: { nodes: object[] } }>(
      CAPACITY,
      {},
      {
        subject: 'reseller',
        roles: ['partner'],
        partnerId: 'par_1',
      },
    );
    expect(seen.nodes).toEqual([
      { name: 'EU 1', region: 'EMEA', full: null, fullOnForecast: null, capacity: null },
    ]);
    const { tickets } = await ask<{ tickets: { nodes: { subject: string }[] } }>(TICKETS);
    expect(tickets.nodes.map(({ subject }) => subject).sort()).toEqual(
      [warning.subject, warning.subject, full.subject].sort(),
    );
  }, 60_000);
});
