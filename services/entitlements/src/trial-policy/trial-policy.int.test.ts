import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
const { run } = service;
const manager: Principal = { subject: 'test-manager', roles: ['manager'] };
let arbor = '';
let bosk = '';
let alder = '';

beforeAll(async () => {
  await loadAccounts(service);
  arbor = await idOf(service, 'partner', 'arbor');
  bosk = await idOf(service, 'partner', 'bosk');
  alder = await idOf(service, 'customer', 'alder');
});

/** A trial of Alder Works, from the 1st to the 31st of March. */
let count = 0;
async function trial(): Promise<string> {
  count += 1;
  const { started } = await run<{ started: { subscription: { id: string } } }>(
    `mutation ($input: StartSubscriptionInput!) { started: startSubscription(input: $input) { subscription { id } } }`,
    {
      input: {
        idempotencyKey: `trial ${count}`,
        customerId: alder,
        planId: await idOf(service, 'plan', 'trial'),
        kind: 'TRIAL',
        startedOn: '2026-03-01',
        endsOn: '2026-03-31',
      },
    },
  );
  return started.subscription.id;
}

interface Extended {
  subscription: { version: number; endsOn: string; kind: string; status: string } | null;
  userErrors: { code: string; message: string; path: string[] }[];
}

let keys = 0;
async function extend(id: string, version: number, until: string, caller: Principal): Promise<Extended> {
  keys += 1;
  const { result } = await run<{ result: Extended }>(
    `mutation ($input: ExtendTrialInput!) { result: extendTrial(input: $input) {
       subscription { version kind status endsOn } userErrors { code message path } } }`,
    {
      input: {
        idempotencyKey: `extend ${keys}`,
        subscriptionId: id,
        expectedVersion: version,
        until,
        reason: 'slow legal',
      },
    },
    caller,
  );
  return result;
}

describe('more time for a trial', () => {
  it('is bounded for each role, and the refusal says the bound and who may grant more', async () => {
    const id = await trial();
    const refused = await extend(id, 1, '2026-04-15', testCallers.agent);
    expect(refused.subscription).toBeNull();
    expect(refused.userErrors).toEqual([
      {
        code: 'TRIAL_POLICY',
        path: ['until'],
        message:
          'With the role agent a trial is extended by at most 14 days at a time, not by 15. This may be granted by: admin, manager, operator.',
      },
    ]);
    expect(await extend(id, 1, '2026-04-14', testCallers.agent)).toMatchObject({
      subscription: { version: 2, kind: 'TRIAL', status: 'ACTIVE', endsOn: '2026-04-14' },
    });
    // A second extension on the same day counts, although the day has one event.
    expect(await extend(id, 2, '2026-04-15', testCallers.agent)).toMatchObject({
      userErrors: [{ code: 'TRIAL_POLICY' }],
    });
    expect(await extend(id, 2, '2026-04-15', testCallers.operator)).toMatchObject({
      subscription: { endsOn: '2026-04-15' },
    });
    expect(await extend(id, 3, '2026-04-16', testCallers.operator)).toMatchObject({
      userErrors: [{ code: 'TRIAL_POLICY' }],
    });
    expect(await extend(id, 3, '2026-06-14', manager)).toMatchObject({
      subscription: { endsOn: '2026-06-14' },
    });
    expect(await extend(id, 4, '9999-12-31', testCallers.admin)).toMatchObject({
      userErrors: [{ code: 'TRIAL_POLICY', path: ['until'] }],
    });
  });

  it('is granted by a reseller to its own customer only', async () => {
    const id = await trial();
    const events = (await service.events()).length;
    expect(await extend(id, 1, '2026-04-05', testCallers.partner(bosk))).toMatchObject({
      subscription: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['subscriptionId'] }],
    });
    for (const caller of [testCallers.contact(alder), testCallers.analyst, testCallers.nobody]) {
      expect(await extend(id, 1, '2026-04-05', caller)).toMatchObject({
        userErrors: [{ code: 'NOT_FOUND' }],
      });
    }
    expect((await service.events()).length).toBe(events);
    expect(await extend(id, 1, '2026-04-14', testCallers.partner(arbor))).toMatchObject({
      subscription: { endsOn: '2026-04-14', version: 2 },
    });
    expect(await extend(id, 2, '2026-04-15', testCallers.partner(arbor))).toMatchObject({
      userErrors: [{ code: 'TRIAL_POLICY' }],
    });
  });
});

describe('the policy', () => {
  const read = async (caller?: Principal) =>
    (
      await run<{
        trialExtensionPolicy: { id: string; version: number; role: string; maxExtensions: number }[];
      }>(
        '{ trialExtensionPolicy { id version role trialDays maxDaysPerExtension maxExtensions maxTotalDays } }',
        {},
        caller,
      )
    ).trialExtensionPolicy;
  const set = (input: Record<string, unknown>, caller?: Principal) =>
    run<{ result: { policy: object | null; userErrors: { code: string }[] } }>(
      `mutation ($input: SetTrialExtensionPolicyInput!) { result: setTrialExtensionPolicy(input: $input) {
         policy { version maxExtensions maxTotalDays } userErrors { code path } } }`,
      { input },
      caller,
    ).then(({ result }) => result);

  it('is for everybody who is signed in, and set by an admin', async () => {
    expect((await read()).map(({ role }) => role)).toEqual([
      'admin',
      'manager',
      'operator',
      'agent',
      'partner',
      'contact',
    ]);
    expect(await read(testCallers.contact(alder))).toHaveLength(6);
    expect(await read(testCallers.nobody)).toEqual([]);
    const agent = (await read()).find(({ role }) => role === 'agent');
    const input = { id: agent?.id, expectedVersion: 1, maxExtensions: 2, reason: 'spring campaign' };
    for (const caller of [manager, testCallers.agent, testCallers.partner(arbor)]) {
      expect(await set(input, caller)).toMatchObject({ policy: null, userErrors: [{ code: 'NOT_FOUND' }] });
    }
    expect(await set({ ...input, maxTotalDays: -1 })).toMatchObject({ userErrors: [{ code: 'INVALID' }] });
    expect(await set(input)).toMatchObject({ policy: { version: 2, maxExtensions: 2, maxTotalDays: 60 } });
    expect(await set(input)).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
    const id = await trial();
    await extend(id, 1, '2026-04-02', testCallers.agent);
    expect(await extend(id, 2, '2026-04-03', testCallers.agent)).toMatchObject({
      subscription: { version: 3 },
    });
  });
});
