import { peopleOf } from '../accounts/people.js';
import type { Person } from '../accounts/people.js';
import { PODS, PRODUCTS } from '../catalogue/catalogue.js';
import { DAY, HOUR, instant, localTime, MINUTE } from '../chronology.js';
import type { Chronology } from '../chronology.js';
import type { Asset, Estate } from '../estate/estate.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import { Random } from '../random.js';

type ExpectedState = 'UP' | 'AT_RISK' | 'DEGRADED' | 'DOWN';

export interface Change {
  id: string;
  title: string;
  assets: string[];
  window: { from: number; to: number };
  noticeGivenAt: number | undefined;
  expectedState: ExpectedState;
  startedAt: number | undefined;
  endedAt: number | undefined;
  outcome: string | undefined;
}

interface Plan {
  title: string;
  kind: 'STANDARD' | 'NORMAL' | 'EMERGENCY';
  status: string;
  assets: string[];
  from: number;
  minutes: number;
  expectedState: ExpectedState;
  /** Hours of notice before the window; none where the change is not announced. */
  noticeHours?: number | undefined;
  outcome?: string | undefined;
}

/** How many changes of the recorded months are routine, and how many take a service down inside an announced window. */
const ROUTINE = 404;
const MAINTENANCE = 26;

const WORK: Record<string, readonly string[]> = {
  host: ['Kernel update', 'Firmware update', 'Replace disk', 'Replace memory'],
  switch: ['Firmware update', 'Replace transceiver'],
  router: ['Firmware update', 'Routing policy'],
  firewall: ['Rule change', 'Firmware update'],
  'database-node': ['Minor version upgrade', 'Resize volume', 'Vacuum and reindex'],
  replica: ['Move to new node pool', 'Raise memory limit'],
  service: ['Release', 'Configuration change', 'Feature flag roll-out', 'Scale out'],
  cache: ['Raise memory limit', 'Version upgrade'],
  feature: ['Enable for all tenants', 'Release'],
  'load-balancer': ['Certificate renewal', 'Version upgrade'],
};

/** Writes the change record: two years of finished changes, and what is planned for the next two weeks. */
export class ChangeBook {
  readonly changes: Change[] = [];
  readonly rows: Row[] = [];
  private readonly random: Random;
  private readonly requesters: string[];

  constructor(
    private readonly time: Chronology,
    private readonly estate: Estate,
    people: Person[],
  ) {
    this.random = new Random(time.seed, 'changes');
    this.requesters = peopleOf(people, 'operator', 'engineer');
    const plans = [...this.routine(), ...this.maintenance()].sort((a, b) => a.from - b.from);
    for (const plan of [...plans, ...this.upcoming()]) this.add(plan);
  }

  private routine(): Plan[] {
    const { random, time } = this;
    const candidates = this.estate.assets.filter(
      ({ kind, status }) => status === 'LIVE' && WORK[kind] !== undefined,
    );
    return Array.from({ length: ROUTINE }, () => {
      const asset = random.pick(candidates);
      const kind = random.weighted([
        ['STANDARD', 60],
        ['NORMAL', 32],
        ['EMERGENCY', 8],
      ] as const);
      const near = time.start + Math.floor(random.next() * (time.asOf - time.start - 3 * DAY));
      const quiet = asset.kind !== 'service' && kind !== 'EMERGENCY';
      const hour = quiet ? random.int(1, 4) : random.int(9, 17);
      const cancelled = random.chance(0.04);
      return {
        title: `${random.pick(WORK[asset.kind] ?? [])}: ${asset.name}`,
        kind,
        status: cancelled ? 'CANCELLED' : 'COMPLETED',
        assets: [asset.id],
        from: localTime(near, zoneOf(asset), hour, random.pick([0, 15, 30])),
        minutes: random.pick([30, 45, 60, 90, 120]),
        expectedState: random.chance(0.3) ? 'AT_RISK' : 'UP',
        outcome: cancelled
          ? undefined
          : random.weighted([
              ['SUCCEEDED', kind === 'EMERGENCY' ? 78 : 89],
              ['SUCCEEDED_WITH_ISSUES', 6],
              ['FAILED', kind === 'EMERGENCY' ? 8 : 2],
              ['ROLLED_BACK', kind === 'EMERGENCY' ? 8 : 3],
            ] as const),
      };
    });
  }

  /** About one announced maintenance a month; every sixth was announced too late. */
  private maintenance(): Plan[] {
    const { random, time } = this;
    return Array.from({ length: MAINTENANCE }, (_, i) => {
      const pod = random.pick(PODS);
      const product = random.pick(PRODUCTS);
      const near =
        time.start +
        Math.floor(((i + 0.2 + random.next() * 0.6) / MAINTENANCE) * (time.asOf - time.start - 4 * DAY));
      const late = i % 6 === 4;
      return {
        title: `${random.pick(['Database failover', 'Schema migration', 'Platform upgrade'])}: ${product.name} in ${pod.name}`,
        kind: 'NORMAL',
        status: 'COMPLETED',
        assets: [`${pod.key}-${product.key}-web`],
        from: localTime(near, pod.timeZone, random.int(1, 3), random.pick([0, 30])),
        minutes: random.pick([20, 30, 30, 45, 60]),
        expectedState: random.chance(0.7) ? 'DOWN' : 'DEGRADED',
        noticeHours: late ? random.int(4, 20) : random.int(130, 300),
        outcome: random.weighted([
          ['SUCCEEDED', 90],
          ['SUCCEEDED_WITH_ISSUES', 10],
        ] as const),
      };
    });
  }

  /** The next two weeks, among them two changes each harmless alone that together take a database below its quorum. */
  private upcoming(): Plan[] {
    const { time } = this;
    const at = (days: number, zone: string, hour: number) => localTime(time.asOf + days * DAY, zone, hour, 0);
    const plan = (plan: Omit<Plan, 'kind'> & { kind?: Plan['kind'] }): Plan => ({ kind: 'NORMAL', ...plan });
    const berlin = 'Europe/Berlin';
    const newYork = 'America/New_York';
    const routine = this.routine()
      .slice(0, 6)
      .map((each, i) => ({
        ...each,
        kind: 'STANDARD' as const,
        status: i % 2 === 0 ? 'SCHEDULED' : 'APPROVED',
        from: each.from + Math.ceil((time.asOf + (2 + i * 2) * DAY - each.from) / DAY) * DAY,
        outcome: undefined,
      }));
    return [
      plan({
        title: 'Major version upgrade: Payments in US East',
        status: 'APPROVED',
        assets: ['us1-payments-web'],
        from: at(6, newYork, 2),
        minutes: 45,
        expectedState: 'DOWN',
        noticeHours: 168,
      }),
      plan({
        title: 'Storage migration: Insights in EU West',
        status: 'SCHEDULED',
        assets: ['eu2-insights-web'],
        from: at(9, 'Europe/Dublin', 2),
        minutes: 90,
        expectedState: 'DEGRADED',
        noticeHours: 216,
      }),
      plan({
        title: 'Disk replacement: Orders Database (US East) node 1',
        status: 'SCHEDULED',
        assets: ['us1-orders-db-1'],
        from: at(4, newYork, 1),
        minutes: 120,
        expectedState: 'DOWN',
      }),
      plan({
        title: 'Minor version upgrade: Orders Database (US East) node 2',
        status: 'APPROVED',
        assets: ['us1-orders-db-2'],
        from: at(4, newYork, 2),
        minutes: 90,
        expectedState: 'DOWN',
      }),
      plan({
        title: 'Router firmware: EU Central',
        status: 'APPROVED',
        assets: ['eu1-router-1'],
        from: at(3, berlin, 2),
        minutes: 60,
        expectedState: 'DOWN',
      }),
      plan({
        title: 'Raise connection limits: EU Orders Database',
        status: 'IN_REVIEW',
        assets: ['eu-orders-db'],
        from: at(11, berlin, 3),
        minutes: 30,
        expectedState: 'AT_RISK',
      }),
      plan({
        title: 'Switch identity to new signing keys',
        status: 'ASSESSED',
        assets: ['identity'],
        from: at(13, berlin, 4),
        minutes: 30,
        expectedState: 'AT_RISK',
      }),
      plan({
        title: 'Retire cache nodes: Payments in South America',
        status: 'DRAFT',
        assets: ['sa1-payments-cache-1', 'sa1-payments-cache-2'],
        from: at(12, 'America/Sao_Paulo', 3),
        minutes: 60,
        expectedState: 'DEGRADED',
      }),
      ...routine,
      plan({
        title: 'Rolling kernel update: Asia Pacific pool',
        kind: 'STANDARD',
        status: 'IN_PROGRESS',
        assets: ['ap1-pool-1'],
        from: time.asOf - 40 * MINUTE,
        minutes: 120,
        expectedState: 'AT_RISK',
      }),
    ];
  }

  private add(plan: Plan): void {
    const { random, time } = this;
    const { from, minutes, noticeHours } = plan;
    const to = from + minutes * MINUTE;
    const begun = plan.status === 'COMPLETED' || plan.status === 'IN_PROGRESS';
    const startedAt = begun ? from + random.int(0, 5) * MINUTE : undefined;
    const overrun = plan.status === 'COMPLETED' && random.chance(0.07) ? random.int(5, 25) * MINUTE : 0;
    const endedAt = plan.status === 'COMPLETED' ? to - random.int(1, 10) * MINUTE + overrun : undefined;
    // A notice is never given in the future of the data set.
    const noticeGivenAt =
      noticeHours === undefined ? undefined : Math.min(from - noticeHours * HOUR, time.asOf - 5 * HOUR);
    const change: Change = {
      id: `CHG-${String(this.rows.length + 1).padStart(4, '0')}`,
      title: plan.title,
      assets: plan.assets,
      window: { from, to },
      noticeGivenAt,
      expectedState: plan.expectedState,
      startedAt,
      endedAt,
      outcome: plan.outcome,
    };
    this.changes.push(change);
    this.rows.push(
      row('changes', {
        external_id: change.id,
        title: plan.title,
        kind: plan.kind,
        status: plan.status,
        assets: plan.assets.join(';'),
        from: instant(from),
        to: instant(to),
        notice_given_at: noticeGivenAt && instant(noticeGivenAt),
        expected_state: plan.expectedState,
        started_at: startedAt && instant(startedAt),
        ended_at: endedAt && instant(endedAt),
        outcome: plan.outcome,
        requested_by: random.pick(this.requesters),
      }),
    );
  }
}

function zoneOf(asset: Asset): string {
  return PODS.find((pod) => pod.key === asset.pod)?.timeZone ?? 'UTC';
}
