import 'reflect-metadata';
import { testLogger } from '@plimsoll/shared/testing';
import fc from 'fast-check';
import { accountService, idOf, loadAccounts, NOW } from '../account.fixture.js';
import {
  chooseProvisioner,
  ProvisionerRefused,
  ProvisionerUnavailable,
  type Provisioner,
} from '../provisioner/index.js';
import type { TenantSpec } from '../tenant/index.js';
import { contradictions } from './crash/crash.fixture.js';
import { placeOrder, standing, type OrderGiven } from './placed-order.fixture.js';
import { ProvisioningRunner } from './runner.service.js';

const service = accountService();
const SYSTEM = { kind: 'SYSTEM' } as const;
let now = NOW;
let given: OrderGiven;

/** What happens to one request to a provisioner. */
type Fate = 'OK' | 'LOST' | 'UNANSWERED' | 'REFUSED';

/** The embedded provisioner behind a network that loses requests and answers, as the fates say in turn; then it works. */
function behind(fates: Fate[]): Provisioner {
  const { database } = service.test;
  const real = chooseProvisioner(
    { standard: null, byProduct: new Map() },
    { database, clock: () => now },
  )('');
  const wrap =
    (name: Exclude<keyof Provisioner, 'name'>) =>
    async (spec: TenantSpec, key: string): Promise<{ reference: string | null }> => {
      const fate = fates.shift() ?? 'OK';
      if (fate === 'LOST') throw new ProvisionerUnavailable('The request was lost.');
      // Whoever has made a tenant may delete it: that is never refused.
      if (fate === 'REFUSED' && name !== 'delete') throw new ProvisionerRefused('No.');
      const answer = await real[name](spec, key);
      if (fate === 'UNANSWERED') throw new ProvisionerUnavailable('The answer was lost.');
      return answer;
    };
  return {
    name: 'embedded',
    create: wrap('create'),
    applyBranding: wrap('applyBranding'),
    activateContacts: wrap('activateContacts'),
    resize: wrap('resize'),
    move: wrap('move'),
    suspend: wrap('suspend'),
    resume: wrap('resume'),
    delete: wrap('delete'),
  };
}

function runnerOf(database: typeof service.test.database, provisioner: Provisioner): ProvisioningRunner {
  return new ProvisioningRunner({
    database,
    logger: testLogger(),
    clock: () => now,
    provisionerOf: () => provisioner,
    retry: { attempts: 3, baseMs: 1_000, longestMs: 4_000 },
  });
}

async function ended(requestId: string): Promise<string> {
  const { status } = await standing(service.test.database, requestId);
  return status;
}

beforeAll(async () => {
  await loadAccounts(service);
  await service.load('Pods', [{ external_id: 'pod-large', name: 'Large', region: 'EMEA', seats: '10000' }]);
  given = {
    customerId: await idOf(service, 'customer', 'alder'),
    planId: await idOf(service, 'plan', 'basic'),
    now: NOW,
  };
});

describe('whatever a provisioner does', () => {
  it('an order ends with exactly one of each, or with nothing left', async () => {
    const fate = fc.oneof(
      { weight: 4, arbitrary: fc.constant<Fate>('OK') },
      { weight: 2, arbitrary: fc.constant<Fate>('LOST') },
      { weight: 2, arbitrary: fc.constant<Fate>('UNANSWERED') },
      { weight: 1, arbitrary: fc.constant<Fate>('REFUSED') },
    );
    // Two that succeed and two that fail, whatever the random ones come to.
    const examples: [Fate[], number, number][] = [
      [[], 1, 12],
      [['LOST', 'OK', 'UNANSWERED'], 2, 12],
      [['REFUSED'], 1, 12],
      [['OK', 'REFUSED'], 2, 12],
    ];
    const outcomes = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 16 }),
        fc.constantFrom(1, 2),
        fc.integer({ min: 0, max: 12 }),
        async (fates, lines, cancelAfter) => {
          const request = await placeOrder(service.test.database, {
            ...given,
            lines: Array.from({ length: lines }, () => ({})),
          });
          const runner = runnerOf(service.test.database, behind([...fates]));
          for (let round = 0; round < 40; round += 1) {
            await runner.run(request.id);
            const status = await ended(request.id);
            if (['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(status)) break;
            if (round === cancelAfter) await cancel(request.id);
            now = new Date(now.getTime() + 5_000);
          }
          await runner.close();
          const status = await ended(request.id);
          outcomes.set(status, (outcomes.get(status) ?? 0) + 1);
          expect(await contradictions(service.test.database)).toEqual([]);
        },
      ),
      { numRuns: 25, examples },
    );
    expect(outcomes.get('SUCCEEDED')).toBeGreaterThan(1);
    expect(outcomes.get('FAILED')).toBeGreaterThan(1);
  }, 60_000);
});

describe('two replicas at one request', () => {
  it('take each step once between them', async () => {
    const { database } = service.test;
    const replica = await service.test.openReplica();
    const asked: string[] = [];
    const watched = (): Provisioner => {
      const real = behind([]);
      const watch =
        (name: 'create' | 'applyBranding' | 'activateContacts'): Provisioner['create'] =>
        (spec, key) => {
          asked.push(key);
          return real[name](spec, key);
        };
      return {
        ...real,
        create: watch('create'),
        applyBranding: watch('applyBranding'),
        activateContacts: watch('activateContacts'),
      };
    };
    const runners = [runnerOf(database, watched()), runnerOf(replica, watched())];
    const requests = await Promise.all([1, 2, 3].map(() => placeOrder(database, given)));
    await Promise.all(
      runners.flatMap((runner) => requests.flatMap(({ id }) => [runner.run(id), runner.run(id)])),
    );
    await Promise.all(runners.map((runner) => runner.close()));
    for (const { id } of requests) {
      const { status, steps } = await standing(database, id);
      expect(status).toBe('SUCCEEDED');
      expect(steps.map(({ attempts }) => attempts)).toEqual(steps.map(() => 1));
    }
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toHaveLength(9);
    expect(await contradictions(database)).toEqual([]);
  });

  it('a runner that has lost its lock changes nothing that another has moved on', async () => {
    const { database } = service.test;
    const request = await placeOrder(database, given);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const real = behind([]);
    let began: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (began = resolve));
    const slow = runnerOf(database, {
      ...real,
      create: async (spec, key) => {
        const answer = await real.create(spec, key);
        began();
        await held;
        return answer;
      },
    });
    const running = slow.run(request.id);
    await begun;
    // Its session ends, as with a broken connection: PostgreSQL lets go of the lock.
    await endLockSessions();
    const other = runnerOf(database, behind([]));
    await other.run(request.id);
    expect(await ended(request.id)).toBe('SUCCEEDED');
    release();
    await running;
    await Promise.all([slow.close(), other.close()]);
    const { status, steps } = await standing(database, request.id);
    expect(status).toBe('SUCCEEDED');
    expect(steps.find(({ name }) => name === 'CREATE_TENANT')?.attempts).toBe(2);
    expect(await contradictions(database)).toEqual([]);
  });
});

async function cancel(requestId: string): Promise<void> {
  const [read] = await service.test.database.transaction(SYSTEM, (tx) =>
    tx.query<{ version: number }>('select version from provisioning_request where id = $1', [requestId]),
  );
  await service.run(
    `mutation ($input: CancelProvisioningRequestInput!) { cancelProvisioningRequest(input: $input) { userErrors { code } } }`,
    { input: { id: requestId, expectedVersion: read?.version, reason: 'Called off.' } },
  );
}

async function endLockSessions(): Promise<void> {
  const owner = await service.test.database.connect('killer');
  await owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like '%-provisioning'`,
  );
  await owner.end();
}
