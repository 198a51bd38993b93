import type { Principal } from '@plimsoll/shared';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

/** A line of an order as tests read it. */
export interface PlacedLine {
  action: string;
  changeType: string | null;
  quantity: number;
  effectiveOn: string;
  endsOn: string | null;
  term: string | null;
  region: string | null;
  unitPrice: { amount: string } | null;
  monthlyPrice: { amount: string; currency: string };
  charge: { from: string; to: string; amount: string };
  subscription: { id: string; status: string; kind: string; terms: object[]; activatedAt: string | null };
}

/** What `placeOrder` and `cancelOrder` answer in tests. */
export interface Placed {
  order: {
    id: string;
    version: number;
    status: string;
    kind: string;
    channel: string;
    customer: { id: string; name: string; csi: string; partner: { id: string } | null };
    total: { amount: string; currency: string }[];
    lines: PlacedLine[];
  } | null;
  userErrors: { code: string; message: string; path: string[] }[];
}

const FIELDS = `order { id version status kind channel customer { id name csi partner { id } }
  total { amount currency }
  lines { action changeType quantity effectiveOn endsOn term region unitPrice { amount }
    monthlyPrice { amount currency } charge { from to amount }
    subscription { id status kind activatedAt terms { from to } } } }
  userErrors { code message path }`;

/** A service with accounts, and orders placed in it. */
export function orderService() {
  const service = accountService();
  const ids: Record<string, string> = {};
  let keys = 0;

  beforeAll(async () => {
    await loadAccounts(service);
    for (const word of ['alder', 'birch', 'cedar']) ids[word] = await idOf(service, 'customer', word);
    for (const word of ['arbor', 'bosk']) ids[word] = await idOf(service, 'partner', word);
    for (const word of ['basic', 'enterprise', 'dollar', 'trial', 'bare', 'pay'])
      ids[word] = await idOf(service, 'plan', word);
  });

  /** Mutates as a caller, `test-admin` by default; a key of its own where the input has none. */
  const mutate = async (
    mutation: 'placeOrder' | 'cancelOrder',
    input: Record<string, unknown>,
    caller?: Principal,
  ): Promise<Placed> => {
    keys += 1;
    const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
    const key = mutation === 'placeOrder' ? { idempotencyKey: `order ${keys}` } : {};
    const { result } = await service.run<{ result: Placed }>(
      `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) { ${FIELDS} } }`,
      { input: { ...key, ...input } },
      caller,
    );
    return result;
  };
  const placeOrder = (input: Record<string, unknown>, caller?: Principal) =>
    mutate('placeOrder', input, caller);

  /** Starts a subscription that runs, by hand; answers its id. */
  const running = async (more: Record<string, unknown> = {}): Promise<string> => {
    keys += 1;
    const { started } = await service.run<{
      started: { subscription: { id: string } | null; userErrors: object[] };
    }>(
      `mutation ($input: StartSubscriptionInput!) { started: startSubscription(input: $input) {
         subscription { id } userErrors { code path message } } }`,
      {
        input: {
          idempotencyKey: `running ${keys}`,
          customerId: ids['alder'],
          planId: ids['basic'],
          startedOn: '2026-01-01',
          ...more,
        },
      },
    );
    if (!started.subscription) throw new Error(JSON.stringify(started.userErrors));
    return started.subscription.id;
  };

  /** Rows of a statement as the database's owner. */
  const rows = async <Row extends object>(sql: string, params: unknown[] = []): Promise<Row[]> => {
    const client = await service.test.database.connect('test');
    try {
      return (await client.query<Row>(sql, params)).rows;
    } finally {
      await client.end();
    }
  };
  return { service, ids, mutate, placeOrder, running, rows };
}
