import 'reflect-metadata';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
const { run, load } = service;
const ids: Record<string, string> = {};

beforeAll(async () => {
  await loadAccounts(service);
  await load('Pods', [
    { external_id: 'one', name: 'One', region: 'EMEA', seats: '1' },
    { external_id: 'each', name: 'Each', region: 'EMEA', seats: 'STANDARD=1;TRIAL=2' },
    { external_id: 'old', name: 'Old', region: 'EMEA', seats: '9' },
  ]);
  ids['alder'] = await idOf(service, 'customer', 'alder');
  for (const word of ['basic', 'trial', 'enterprise']) ids[word] = await idOf(service, 'plan', word);
  for (const word of ['one', 'each', 'old']) ids[word] = await idOf(service, 'pod', word);
  await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
    tx.query(`update pod set draining_since = now(), drain_reason = 'old' where external_id = 'old'`),
  );
});

interface Answer {
  subscription: { id: string; version: number; pod: { name: string } | null } | null;
  userErrors: { code: string; message: string; path: string[] }[];
}
let count = 0;
async function take(mutation: string, input: Record<string, unknown>): Promise<Answer> {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const { result } = await run<{ result: Answer }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) {
       subscription { id version pod { name } } userErrors { code message path } } }`,
    { input },
  );
  return result;
}
const start = (podId: string | undefined, more: Record<string, unknown> = {}) => {
  count += 1;
  const input = {
    idempotencyKey: `start ${count}`,
    customerId: ids['alder'],
    planId: ids['basic'],
    podId,
    ...more,
  };
  return take('startSubscription', input);
};

describe('a subscription that is put on a pod by hand', () => {
  it('takes a seat, and is refused where none is left, with the pods that have some', async () => {
    const first = await start(ids['one']);
    expect(first.subscription?.pod).toEqual({ name: 'One' });
    const refused = await start(ids['one']);
    expect(refused).toMatchObject({
      subscription: null,
      userErrors: [{ code: 'POD_FULL', path: ['podId'] }],
    });
    expect(refused.userErrors[0]?.message).toContain(
      'The pod One has no seat left of 1. Free seats are on: EU Central (10), Each (1)',
    );
    expect(await start(ids['old'])).toMatchObject({ userErrors: [{ code: 'POD_DRAINING' }] });
    // One that has ended already takes none, and one that ends gives its seat back.
    const past = { startedOn: '2020-01-01', endsOn: '2020-02-01' };
    expect((await start(ids['one'], past)).subscription?.pod).toEqual({ name: 'One' });
    const other = (await start(ids['each'])).subscription;
    const move = { id: other?.id, expectedVersion: other?.version, podId: ids['one'] };
    expect(await take('updateSubscription', move)).toMatchObject({ userErrors: [{ code: 'POD_FULL' }] });
    await take('endSubscription', {
      id: first.subscription?.id,
      expectedVersion: first.subscription?.version,
    });
    expect((await take('updateSubscription', move)).subscription?.pod).toEqual({ name: 'One' });
  });

  it('stays on paper where its tenant is', async () => {
    const { subscription } = await start(ids['each'], { kind: 'TRIAL', planId: ids['trial'] });
    await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(
        `insert into tenant (id, version, customer_id, subscription_id, pod_id, status, quantity, provisioner, created_at)
         select 'tnt_1', 1, customer_id, id, pod_id, 'ACTIVE', 1, 'embedded', now() from subscription where id = $1`,
        [subscription?.id],
      ),
    );
    const input = { id: subscription?.id, expectedVersion: subscription?.version };
    for (const podId of [null, ids['one']]) {
      expect(await take('updateSubscription', { ...input, podId })).toMatchObject({
        userErrors: [{ code: 'INVALID', path: ['podId'] }],
      });
    }
    expect((await take('updateSubscription', { ...input, podId: ids['each'] })).userErrors).toEqual([]);
    await take('endSubscription', input);
  });

  it('keeps its seat when it is converted, or needs one of the new kind', async () => {
    const trial = { kind: 'TRIAL', planId: ids['trial'] };
    const convert = async (from: Answer) => {
      count += 1;
      return take('convertSubscription', {
        idempotencyKey: `convert ${count}`,
        subscriptionId: from.subscription?.id,
        expectedVersion: from.subscription?.version,
        planId: ids['enterprise'],
      });
    };
    await load('Pods', [{ external_id: 'single', name: 'Single', region: 'EMEA', seats: '1' }]);
    const shared = await start(await idOf(service, 'pod', 'single'), trial);
    expect((await convert(shared)).subscription?.pod).toEqual({ name: 'Single' });

    const [a, b] = [await start(ids['each'], trial), await start(ids['each'], trial)];
    expect((await convert(a)).subscription?.pod).toEqual({ name: 'Each' });
    expect(await convert(b)).toMatchObject({ userErrors: [{ code: 'POD_FULL', path: ['subscriptionId'] }] });
  });
});
