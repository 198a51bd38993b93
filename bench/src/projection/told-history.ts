import { newId, type DomainEvent, type EventBus } from '@plimsoll/shared';

/** Of how many of what a history tells. */
export interface HistorySize {
  customers: number;
  tickets: number;
}

const PRODUCTS = 8;
const ASSETS = 2_000;
const FROM = Date.UTC(2025, 0, 1);
const SPAN_MS = 365 * 86_400_000;
/** Events published at once. */
const BATCH = 5_000;

type Data = Record<string, unknown>;

const event = (type: string, subject: string, data: Data, version = 1): DomainEvent => ({
  type: `plimsoll.${type}.v1`,
  subject,
  version,
  data: { id: subject, externalId: null, source: null, ...data },
});
const verb = (version: number) => (version === 1 ? 'created' : 'updated');
const instant = (ms: number) => new Date(ms).toISOString();

/** Customers with an agreement, entitlements and subscriptions to two products each, and what they used a month long. */
function* accounts({ customers }: HistorySize): Generator<DomainEvent> {
  yield event('agreement.created', 'sla_1', {
    name: 'Gold',
    validFrom: '2024-01-01',
    validTo: null,
    uptimeTarget: '99.9',
    degradedWeight: '0.5',
    maintenanceNoticeHours: '48',
    maintenanceCapMinutes: '30',
    creditTiers: [{ below: '99.9', percent: '10' }],
    creditCapPercent: '50',
  });
  for (let n = 0; n < PRODUCTS; n += 1) yield event('product.created', `prd_${n}`, { name: `Product ${n}` });
  for (let n = 0; n < customers; n += 1) yield* account(n);
}

function* account(n: number): Generator<DomainEvent> {
  const customerId = `cus_${n}`;
  for (const version of [1, 2]) {
    yield event(
      `customer.${verb(version)}`,
      customerId,
      {
        csi: `CSI-${n}`,
        name: `Customer ${n}`,
        segment: version === 1 ? 'SMB' : 'ENTERPRISE',
        region: ['EMEA', 'AMER', 'APAC'][n % 3],
        timeZone: 'Europe/Berlin',
        locale: 'de-DE',
        vertical: null,
        partnerId: null,
        accountManagerId: null,
        designatedAnalystId: null,
        active: true,
      },
      version,
    );
  }
  for (const product of [n % PRODUCTS, (n + 3) % PRODUCTS]) {
    const productId = `prd_${product}`;
    yield event('entitlement.created', `ent_${n}_${product}`, {
      customerId,
      productId,
      assetId: null,
      agreementId: 'sla_1',
      supportLevelId: null,
      subscriptionId: null,
      validFrom: '2025-01-01',
      validTo: null,
    });
    for (const version of [1, 2]) {
      yield event(
        `subscription.${verb(version)}`,
        `sub_${n}_${product}`,
        {
          customerId,
          planId: null,
          productId,
          kind: 'STANDARD',
          status: 'ACTIVE',
          quantity: version,
          startedOn: '2025-01-01',
          endedOn: null,
          renewsOn: '2026-01-01',
          podId: null,
          terms: [
            {
              from: '2025-01-01',
              to: null,
              quantity: version,
              monthlyPrice: `${version}00.00`,
              currency: 'EUR',
            },
          ],
        },
        version,
      );
    }
  }
  for (let day = 0; day < 30; day += 10) {
    yield event('usage.recorded', `use_${n}_${day}`, {
      customerId,
      records: Array.from({ length: 10 }, (_, at) => ({
        id: `usr_${n}_${day}_${at}`,
        version: 1,
        at: instant(FROM + (day + at) * 86_400_000),
        metric: 'active_users',
        value: String(10 + at),
        component: null,
        path: null,
      })),
    });
  }
}

/** Assets, and of every fiftieth ticket what it did to twenty customers. */
function* estate({ customers, tickets }: HistorySize): Generator<DomainEvent> {
  for (let n = 0; n < ASSETS; n += 1) {
    yield event('asset.created', `ast_${n}`, { name: `asset ${n}`, kind: 'database', status: 'LIVE' });
  }
  for (let n = 0; n < tickets; n += 50) {
    const from = openedAt(n, tickets);
    for (const version of [1, 2]) {
      yield event(
        'customer_impact.recorded',
        `tkt_${n}`,
        {
          incidentId: `tkt_${n}`,
          planned: false,
          announcedFrom: null,
          announcedTo: null,
          noticeGivenAt: null,
          impacts: [
            {
              productId: `prd_${n % PRODUCTS}`,
              state: 'DOWN',
              from: instant(from),
              to: version === 1 ? null : instant(from + 1_800_000),
              customerIds: Array.from({ length: 20 }, (_, at) => `cus_${(n + at * PRODUCTS) % customers}`),
            },
          ],
        },
        version,
      );
    }
  }
}

const openedAt = (n: number, tickets: number) => FROM + Math.floor((SPAN_MS * n) / tickets);

/** Tickets that are opened, answered and closed, with their clocks; every tenth is an incident of an asset. */
function* desk({ customers, tickets }: HistorySize): Generator<DomainEvent> {
  for (let n = 0; n < tickets; n += 1) {
    for (const version of [1, 2, 3]) yield* ticket(n, version, `cus_${n % customers}`, openedAt(n, tickets));
  }
}

function* ticket(n: number, version: number, customerId: string, opened: number): Generator<DomainEvent> {
  const id = `tkt_${n}`;
  const isIncident = n % 10 === 0;
  const [answered, closed] = [opened + 1_800_000, opened + 14_400_000].map(instant);
  yield event(
    version === 1 ? 'ticket.opened' : 'ticket.updated',
    id,
    {
      kind: isIncident ? 'INCIDENT' : 'REQUEST',
      status: ['NEW', 'IN_PROGRESS', 'CLOSED'][version - 1],
      priority: `P${1 + (n % 4)}`,
      severity: null,
      phase: null,
      nature: null,
      parentId: null,
      mergedIntoId: null,
      channel: 'EMAIL',
      tier: 'L1',
      category: null,
      teamId: null,
      queueId: null,
      assigneeId: null,
      customerId,
      productId: `prd_${n % PRODUCTS}`,
      assetIds: [],
      openedAt: instant(opened),
      firstRespondedAt: version > 1 ? answered : null,
      resolvedAt: version > 2 ? closed : null,
      closedAt: version > 2 ? closed : null,
      reopenedCount: 0,
      reassignedCount: 0,
      satisfaction: null,
      externalVerdict: null,
    },
    version,
  );
  if (version !== 2) {
    yield event(
      'ticket_clocks.recorded',
      id,
      {
        ticketId: id,
        customerId,
        clocks: ['FIRST_RESPONSE', 'RESOLUTION'].map((target) => ({
          target,
          cycle: 1,
          status: version === 1 ? 'RUNNING' : 'MET',
          priority: 'P2',
          agreementId: 'sla_1',
          entitlementId: null,
          startedAt: instant(opened),
          dueAt: instant(opened + 28_800_000),
          stoppedAt: version === 1 ? null : closed,
          breachedAt: null,
        })),
      },
      version,
    );
  }
  if (isIncident && version !== 2) {
    yield event(
      'incident.impact_recorded',
      id,
      {
        ticketId: id,
        planned: false,
        announcedFrom: null,
        announcedTo: null,
        noticeGivenAt: null,
        startedAt: instant(opened),
        detectedAt: instant(opened + 60_000),
        acknowledgedAt: answered,
        mitigatedAt: null,
        restoredAt: version === 1 ? null : closed,
        causeCategory: null,
        causedByChangeId: null,
        impacts: [
          {
            assetId: `ast_${n % ASSETS}`,
            state: 'DOWN',
            from: instant(opened),
            to: version === 1 ? null : closed,
          },
        ],
      },
      version,
    );
  }
}

/** Publishes a history of a company; answers how many events of each service that is. */
export async function publishHistory(bus: EventBus, size: HistorySize): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [producer, events] of [
    ['entitlements', accounts(size)],
    ['assets', estate(size)],
    ['tickets', desk(size)],
  ] as const) {
    let batch: DomainEvent[] = [];
    const flush = async () => {
      const time = instant(FROM);
      await bus.publish(
        producer,
        batch.map((one) => ({ ...one, id: newId('evt'), time })),
      );
      counts[producer] = (counts[producer] ?? 0) + batch.length;
      batch = [];
    };
    for (const one of events) {
      batch.push(one);
      if (batch.length === BATCH) await flush();
    }
    if (batch.length > 0) await flush();
  }
  return counts;
}

/** An update of a ticket that the history tells of, the n-th since. */
export function laterUpdate(n: number, size: HistorySize): DomainEvent {
  const which = n % size.tickets;
  const [first] = ticket(which, 3, `cus_${which % size.customers}`, openedAt(which, size.tickets));
  if (!first) throw new Error('a ticket tells something');
  return { ...first, version: 4 + Math.floor(n / size.tickets) };
}
