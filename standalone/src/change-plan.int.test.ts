import { ADMIN, testPlatform } from './testing/test-platform.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'];

interface Money {
  amount: string;
  currency: string;
}
interface SafeWindow {
  from: string;
  to: string;
  customerCount: number;
  breachCount: number;
  serviceCredits: Money[];
  monthlyRecurringRevenue: Money[];
  leastHeadroomSeconds: number | null;
  customersAwake: number;
  conflictCount: number;
  blockingConflictCount: number;
}
interface Change {
  id: string;
  version: number;
}

const SLOTS = `query ($id: ID!, $within: Duration!, $first: Int!, $noticeGivenAt: DateTime) { change(id: $id) {
  safeWindows(within: $within, first: $first, noticeGivenAt: $noticeGivenAt) { from to customerCount breachCount
    serviceCredits { amount currency } monthlyRecurringRevenue { amount currency } leastHeadroomSeconds
    customersAwake conflictCount blockingConflictCount } } }`;
const EXPOSURE = `query ($id: ID!) { change(id: $id) { whatIf { exposure { customerCount breachCount
  serviceCredits { amount currency } monthlyRecurringRevenue { amount currency } leastHeadroomSeconds } } } }`;
const UPDATE = `mutation ($input: UpdateChangeInput!) { updateChange(input: $input) {
  change { id version } userErrors { code message } } }`;
const ASSESSED = `query ($id: ID!) { change(id: $id) { noticeNeededBy
  assessment { isCurrent noticeHoursNeeded asPlanned { customerCount breachCount leastHeadroomSeconds }
    ifFailed { customerCount breachCount } }
  risk { score probability impact parts { name factor value } } } }`;

describe('planning a change, through the gateway', () => {
  const platform = testPlatform();
  /** A quarter of an hour that begins within the next fifteen minutes. */
  const soon = Math.ceil(Date.now() / 900_000) * 900_000;
  const iso = (instant: number) => new Date(instant).toISOString();

  const ask = async <Data>(
    query: string,
    variables: Record<string, unknown>,
    caller = ADMIN,
  ): Promise<Data> => {
    const { data, errors } = await platform.ask<Data>(caller, query, variables);
    expect(errors).toEqual([]);
    return data as Data;
  };
  const assetId = async (externalId: string) =>
    (
      await ask<{ asset: { id: string } }>(
        'query A($externalId: String!) { asset: assetByExternalId(source: "test", externalId: $externalId) { id } }',
        { externalId },
      )
    ).asset.id;

  const draft = async (title: string, asset: string, from: number, hours: number): Promise<Change> => {
    const input = {
      idempotencyKey: title,
      title,
      assetIds: [await assetId(asset)],
      window: { from: iso(from), to: iso(from + hours * HOUR) },
      expectedState: 'DOWN',
    };
    const { draftChange } = await ask<{ draftChange: { change: Change; userErrors: unknown[] } }>(
      `mutation ($input: DraftChangeInput!) { draftChange(input: $input) {
        change { id version } userErrors { code message } } }`,
      { input },
    );
    expect(draftChange.userErrors).toEqual([]);
    return draftChange.change;
  };
  const update = async (change: Change, edits: Record<string, unknown>): Promise<Change> => {
    const { updateChange } = await ask<{ updateChange: { change: Change; userErrors: unknown[] } }>(UPDATE, {
      input: { id: change.id, expectedVersion: change.version, ...edits },
    });
    expect(updateChange.userErrors).toEqual([]);
    return updateChange.change;
  };
  const slotsOf = async (id: string, rest: Record<string, unknown> = {}) =>
    (await ask<{ change: { safeWindows: SafeWindow[] } }>(SLOTS, { id, within: 'P14D', first: 100, ...rest }))
      .change.safeWindows;

  /** Moves a change to some of these slots, and compares each with the what-if of the change there. */
  const compareWithWhatIf = async (change: Change, slots: readonly SafeWindow[]): Promise<Change> => {
    let moved = change;
    for (const {
      from,
      to,
      customersAwake: _,
      conflictCount: __,
      blockingConflictCount: ___,
      ...figures
    } of slots) {
      moved = await update(moved, { window: { from, to } });
      const answer = await ask<{ change: { whatIf: { exposure: object } } }>(EXPOSURE, { id: change.id });
      expect({ from, ...answer.change.whatIf.exposure }).toEqual({ from, ...figures });
    }
    return moved;
  };

  beforeAll(async () => {
    await platform.import('importAgreements', [
      {
        external_id: 'gold',
        name: 'Gold',
        valid_from: '2020-01-01',
        uptime_target: '99.9',
        credit_tiers: '99.9:10;99.0:25',
        maintenance_notice_hours: '72',
      },
    ]);
    await platform.import('importProducts', [{ external_id: 'orders', name: 'Orders' }]);
    await platform.import('importPlans', [
      {
        external_id: 'orders-gold',
        name: 'Orders',
        product: 'orders',
        agreement: 'gold',
        monthly_price: '1000.00',
        currency: 'EUR',
      },
    ]);
    await platform.import(
      'importCustomers',
      ZONES.map((time_zone, n) => ({
        external_id: `c${n}`,
        name: `Customer ${n}`,
        time_zone,
        segment: 'SMB',
      })),
    );
    await platform.import(
      'importSubscriptions',
      ZONES.map((_, n) => ({
        external_id: `s${n}`,
        customer: `c${n}`,
        plan: 'orders-gold',
        kind: 'STANDARD',
        started_on: '2024-01-01',
        monthly_price: `${1000 * (n + 1)}.00`,
        currency: 'EUR',
      })),
    );
    await platform.settled();
    await platform.import(
      'importAssets',
      ['web', 'node-a', 'node-b', 'node-c'].map((name) => ({ external_id: name, name, kind: 'service' })),
    );
    await platform.import(
      'importDependencies',
      ['node-a', 'node-b', 'node-c'].map((provider) => ({
        consumer: 'web',
        provider,
        group: 'nodes',
        min_up: '2',
      })),
    );
    await platform.import('importPlacements', [{ asset: 'web', product: 'orders' }]);
    await platform.import('importChanges', [
      {
        external_id: 'other',
        title: 'Patch node A',
        status: 'APPROVED',
        assets: 'node-a',
        from: iso(soon + DAY),
        to: iso(soon + DAY + 4 * HOUR),
        expected_state: 'DOWN',
      },
    ]);
    await platform.settled();
  }, 120_000);

  it('keeps away from a change of another member of a group, which together with it would be fatal', async () => {
    const change = await draft('Patch node B', 'node-b', soon + DAY + HOUR, 2);
    const slots = await slotsOf(change.id, { within: 'P2D' });
    // 192 quarters of an hour; those of two hours that touch the other change come last.
    const touching = slots.filter(({ from, to }) => {
      const other = soon + DAY;
      return Date.parse(from) < other + 4 * HOUR && Date.parse(to) > other;
    });
    const clear = slots.filter((slot) => !touching.includes(slot));
    expect(slots.slice(0, clear.length)).toEqual(clear);
    expect([clear.length > 15, touching.length > 0]).toEqual([true, true]);
    for (const slot of clear)
      expect(slot).toMatchObject({ customerCount: 0, breachCount: 0, customersAwake: 0 });
    for (const slot of touching) expect(slot).toMatchObject({ customerCount: 3 });
    const clearStarts = clear.map(({ from }) => from);
    expect(clearStarts).toEqual([...clearStarts].sort());
    await compareWithWhatIf(change, [...clear.slice(0, 2), ...touching]);
  }, 120_000);

  it('weighs a slot as a what-if of the change there does, and prefers what is announced in time, then the night', async () => {
    const change = await draft('Replace web', 'web', soon + 5 * DAY, 3);
    const unannounced = await slotsOf(change.id);
    // Of three hours each, at most 112 fit into two weeks.
    expect(unannounced.length).toBeGreaterThan(80);
    // 10,800 s of the some 2,600 that are allowed a month, and of tier 99.0 in no month less than 24,192.
    for (const slot of unannounced) {
      expect(slot).toMatchObject({
        customerCount: 3,
        monthlyRecurringRevenue: [{ amount: '6000.00', currency: 'EUR' }],
      });
    }
    let moved = await compareWithWhatIf(change, [unannounced[0]!, unannounced[49]!, unannounced.at(-1)!]);

    const noticeGivenAt = iso(Date.now() - 1_000);
    moved = await update(moved, { noticeGivenAt });
    const slots = await slotsOf(change.id);
    const inTime = ({ from }: SafeWindow) => Date.parse(from) - Date.parse(noticeGivenAt) >= 72 * HOUR;
    const [best] = slots;
    expect(best).toMatchObject({ breachCount: 0, serviceCredits: [], blockingConflictCount: 0 });
    expect(slots.filter(inTime).every(({ breachCount }) => breachCount === 0)).toBe(true);
    expect(slots.filter((slot) => !inTime(slot)).every(({ breachCount }) => breachCount === 3)).toBe(true);
    expect(best!.customersAwake).toBe(Math.min(...slots.filter(inTime).map((slot) => slot.customersAwake)));
    expect(await slotsOf(change.id, { noticeGivenAt: iso(soon) })).toHaveLength(slots.length);
    await compareWithWhatIf(moved, [best!, slots.at(-1)!, slots.findLast(inTime)!]);
  }, 120_000);

  it('knows what a draft would cost, its risk, and by when to tell customers', async () => {
    const from = soon + 6 * DAY;
    const change = await draft('Restart web', 'web', from, 1);
    await platform.settled();
    interface Answer {
      change: {
        noticeNeededBy: string;
        assessment: object;
        risk: {
          score: number;
          probability: number;
          impact: number;
          parts: { name: string; factor: string; value: number }[];
        };
      };
    }
    const answer = (await ask<Answer>(ASSESSED, { id: change.id })).change;
    expect(answer.noticeNeededBy).toBe(iso(from - 72 * HOUR));
    expect(answer.assessment).toMatchObject({
      isCurrent: true,
      noticeHoursNeeded: 72,
      asPlanned: { customerCount: 3, breachCount: 3 },
      ifFailed: { customerCount: 3, breachCount: 3 },
    });
    const { score, probability, impact, parts } = answer.risk;
    const sum = (factor: string) =>
      parts.reduce((total, part) => (part.factor === factor ? total + part.value : total), 0);
    expect(probability).toBeCloseTo(sum('PROBABILITY'), 6);
    expect(impact).toBeCloseTo(sum('IMPACT'), 6);
    expect(score).toBeCloseTo(probability * impact, 1);
    expect(score).toBeGreaterThan(0);
  }, 120_000);

  it('shows slots to staff alone', async () => {
    const { data } = await platform.ask<{ changes: { nodes: { id: string }[] } }>(
      ADMIN,
      '{ changes(first: 1, filter: { status: APPROVED }) { nodes { id } } }',
    );
    const id = data!.changes.nodes[0]!.id;
    expect(await slotsOf(id, { within: 'P1D' })).not.toEqual([]);
    const analyst = { subject: 'analyst', roles: ['analyst' as const] };
    expect(await ask(SLOTS, { id, within: 'P1D', first: 5 }, analyst)).toEqual({ change: null });
  });

  it('refuses a horizon beyond 90 days', async () => {
    const { data } = await platform.ask<{ changes: { nodes: { id: string }[] } }>(
      ADMIN,
      '{ changes(first: 1, filter: { status: APPROVED }) { nodes { id } } }',
    );
    const { errors } = await platform.ask(ADMIN, SLOTS, {
      id: data!.changes.nodes[0]!.id,
      within: 'P91D',
      first: 5,
    });
    expect(errors.map(({ message, extensions }) => [extensions?.code, message])).toEqual([
      ['INVALID', '`within` is a length of time up to P90D.'],
    ]);
  });
});
