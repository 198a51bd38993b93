import 'reflect-metadata';
import type { Session } from '@plimsoll/shared';
import { accountService, idOf, loadAccounts, NOW } from '../account.fixture.js';
import { subscriptionRecords, type SubscriptionRecord } from '../subscription/index.js';
import {
  abandonSubscription,
  activateSubscription,
  applyCancellation,
  applyChange,
  applyRenewal,
  beginSubscription,
  undoStep,
  type OrderedSubscription,
} from './index.js';

const service = accountService();
const PLATFORM = { actorId: null };
const ids: Record<string, string> = {};

beforeAll(async () => {
  await loadAccounts(service);
  for (const word of ['alder', 'birch']) ids[word] = await idOf(service, 'customer', word);
  for (const word of ['basic', 'enterprise']) ids[word] = await idOf(service, 'plan', word);
});

const inTransaction = <T>(fn: (tx: Session) => Promise<T>): Promise<T> =>
  service.test.database.transaction({ kind: 'SYSTEM' }, fn);
const read = (id: string): Promise<SubscriptionRecord> =>
  inTransaction((tx) => subscriptionRecords.require(tx, id, ['id']));

const begin = (more: Partial<OrderedSubscription> = {}): Promise<SubscriptionRecord> =>
  inTransaction((tx) =>
    beginSubscription(tx, PLATFORM, {
      customerId: ids['alder'] ?? '',
      planId: ids['basic'] ?? '',
      kind: 'STANDARD',
      quantity: 2,
      monthlyPrice: '20',
      currency: 'EUR',
      term: 'MONTHLY',
      startedOn: '2026-03-11',
      endsOn: null,
      ...more,
    }),
  );
const activate = (id: string, now = NOW) =>
  inTransaction((tx) => activateSubscription(tx, PLATFORM, id, now));
const eventsOf = async (id: string) => (await service.events()).filter(({ subject }) => subject === id);

interface Seen {
  status: string;
  entitlements: { totalCount: number };
  events: { nodes: { on: string; type: string }[] };
}
const seen = async (id: string): Promise<Seen> =>
  (
    await service.run<{ subscription: Seen }>(
      `query ($id: ID!) { subscription(id: $id) { status entitlements { totalCount } events { nodes { on type } } } }`,
      { id },
    )
  ).subscription;

describe('a subscription that was ordered', () => {
  it('is told as a span without a day until it is activated, and then as it runs', async () => {
    const { id } = await begin();
    expect(await seen(id)).toEqual({
      status: 'PENDING',
      entitlements: { totalCount: 0 },
      events: { nodes: [] },
    });
    expect((await eventsOf(id)).at(-1)?.data).toMatchObject({
      status: 'PENDING',
      terms: [],
      startedOn: '2026-03-11',
      endedOn: '2026-03-11',
      renewsOn: null,
    });
    const activated = await activate(id);
    expect(activated).toMatchObject({ activatedAt: NOW, autoRenew: true, renewsOn: '2026-04-11' });
    expect(await activate(id)).toEqual(activated);
    expect(await seen(id)).toEqual({
      status: 'ACTIVE',
      entitlements: { totalCount: 1 },
      events: { nodes: [{ on: '2026-03-11', type: 'STARTED' }] },
    });
    const told = await eventsOf(id);
    expect(told).toHaveLength(2);
    expect(told.at(-1)?.data).toMatchObject({
      endedOn: null,
      terms: [{ from: '2026-03-11', to: null, monthlyPrice: '20' }],
    });
  });

  it('begins on the day on which it is ready; a trial keeps its length', async () => {
    const later = new Date('2026-03-20T12:00:00Z');
    const paid = await begin();
    expect(await activate(paid.id, later)).toMatchObject({
      startedOn: '2026-03-20',
      renewsOn: '2026-04-20',
      terms: [{ from: '2026-03-20', to: null }],
    });
    const trial = await begin({ kind: 'TRIAL', term: null, monthlyPrice: '0', endsOn: '2026-04-10' });
    expect(await activate(trial.id, later)).toMatchObject({ startedOn: '2026-03-20', endedOn: '2026-04-19' });
    const ahead = await begin({ startedOn: '2026-05-01', endsOn: '2026-06-01', term: null });
    expect(await activate(ahead.id, later)).toMatchObject({
      startedOn: '2026-05-01',
      endedOn: '2026-06-01',
      renewsOn: null,
    });
  });

  it('ends without a day when its order is given up, once, whether or not it had been activated', async () => {
    const abandon = (id: string) =>
      inTransaction((tx) => abandonSubscription(tx, PLATFORM, id, 'no pod', NOW));
    const waiting = await begin({ startedOn: '2026-05-01' });
    await abandon(waiting.id);
    const given = await read(waiting.id);
    expect(given).toMatchObject({ endedOn: '2026-03-11', endReason: 'no pod', terms: [], version: 2 });
    await abandon(waiting.id);
    expect(await read(waiting.id)).toEqual(given);
    expect(await seen(waiting.id)).toMatchObject({ status: 'ENDED', events: { nodes: [] } });
    await expect(activate(waiting.id)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
    const begun = await begin();
    await activate(begun.id);
    await abandon(begun.id);
    await abandon(begun.id);
    expect(await read(begun.id)).toMatchObject({ endedOn: '2026-03-11', terms: [], version: 3 });
    expect((await seen(begun.id)).status).toBe('ENDED');
  });

  it('takes no step by hand before it is activated', async () => {
    const { id } = await begin();
    for (const [mutation, input] of [
      ['cancelSubscription', {}],
      ['changeSubscription', { type: 'ADD_ON', quantity: 3 }],
      ['endSubscription', {}],
      ['renewSubscription', {}],
    ] as const) {
      const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
      const { result } = await service.run<{ result: object }>(
        `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) { userErrors { code message } } }`,
        { input: { id, expectedVersion: 1, ...input } },
      );
      expect(result).toMatchObject({ userErrors: [{ code: 'INVALID_TRANSITION' }] });
    }
    expect(await read(id)).toMatchObject({ version: 1, terms: [] });
  });
});

describe('steps of the platform', () => {
  const running = async (): Promise<string> => {
    const { id } = await begin();
    await activate(id);
    return id;
  };

  it('change once, however often they are repeated, and are taken back until their day', async () => {
    const id = await running();
    const before = await read(id);
    const change = {
      type: 'UPGRADED' as const,
      on: '2026-04-01',
      planId: ids['enterprise'] ?? '',
      quantity: 3,
      monthlyPrice: '300',
    };
    const apply = () => inTransaction((tx) => applyChange(tx, PLATFORM, id, change, NOW));
    const { subscription, undo } = await apply();
    expect(subscription.terms).toMatchObject([
      { from: '2026-03-11', to: '2026-04-01', quantity: 2 },
      { from: '2026-04-01', to: null, quantity: 3, monthlyPrice: '300' },
    ]);
    expect((await apply()).undo).toBeNull();
    expect((await read(id)).version).toBe(subscription.version);
    if (!undo) throw new Error('the change can be taken back');
    const kept = JSON.parse(JSON.stringify(undo)) as typeof undo;
    const tooLate = new Date('2026-04-01T12:00:00Z');
    expect(await inTransaction((tx) => undoStep(tx, PLATFORM, kept, tooLate))).toBe(false);
    expect(await inTransaction((tx) => undoStep(tx, PLATFORM, kept, NOW))).toBe(true);
    expect((await read(id)).terms).toEqual(before.terms);
    expect(await inTransaction((tx) => undoStep(tx, PLATFORM, kept, NOW))).toBe(false);
    expect((await seen(id)).events.nodes).toEqual([{ on: '2026-03-11', type: 'STARTED' }]);
    const told = (await service.events()).filter(({ subject }) => subject === `${id}/2026-04-01/UPGRADED`);
    const [recorded, withdrawn] = told.slice(-2);
    expect([recorded?.type, withdrawn?.type]).toEqual([
      'plimsoll.subscription_event.recorded.v1',
      'plimsoll.subscription_event.withdrawn.v1',
    ]);
    expect(withdrawn?.version).toBeGreaterThan(recorded?.version ?? 0);
    expect(recorded?.data).toEqual({
      id: `${id}/2026-04-01/UPGRADED`,
      externalId: null,
      source: null,
      subscriptionId: id,
      customerId: subscription.customerId,
      on: '2026-04-01',
      type: 'UPGRADED',
      reason: null,
      quantity: 3,
      monthlyPrice: '300',
      planId: ids['enterprise'],
    });
  });

  it('put back the event of the same day and type that they replaced', async () => {
    const id = await running();
    const add = (quantity: number) =>
      inTransaction((tx) =>
        applyChange(
          tx,
          PLATFORM,
          id,
          { type: 'ADD_ON', on: '2026-04-01', planId: null, quantity, monthlyPrice: String(quantity * 10) },
          NOW,
        ),
      );
    await add(3);
    const first = (await read(id)).terms;
    const { undo } = await add(5);
    if (!undo) throw new Error('the change can be taken back');
    expect(await inTransaction((tx) => undoStep(tx, PLATFORM, undo, NOW))).toBe(true);
    expect((await read(id)).terms).toEqual(first);
  });

  it('renew and cancel once, and back', async () => {
    const id = await running();
    const renewal = { on: '2026-04-11', renewsOn: null, planId: null, quantity: null, monthlyPrice: null };
    const renew = () => inTransaction((tx) => applyRenewal(tx, PLATFORM, id, renewal, NOW));
    expect((await renew()).subscription).toMatchObject({ renewsOn: '2026-05-11' });
    expect((await renew()).undo).toBeNull();
    const end = { cancelledOn: '2026-03-11', endsOn: '2026-05-11', reason: 'price' };
    const cancel = () => inTransaction((tx) => applyCancellation(tx, PLATFORM, id, end, NOW));
    const { subscription, undo } = await cancel();
    expect(subscription).toMatchObject({ cancelledOn: '2026-03-11', endedOn: '2026-05-11', renewsOn: null });
    expect((await cancel()).undo).toBeNull();
    if (!undo) throw new Error('the cancellation can be taken back');
    expect(await inTransaction((tx) => undoStep(tx, PLATFORM, undo, NOW))).toBe(true);
    expect(await read(id)).toMatchObject({
      cancelledOn: null,
      endedOn: null,
      endReason: null,
      renewsOn: '2026-05-11',
    });
  });
});
