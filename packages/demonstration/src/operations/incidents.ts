import { PODS, PRODUCTS } from '../catalogue/catalogue.js';
import type { Subscription } from '../accounts/subscriptions.js';
import { DAY, HOUR, instant, MINUTE } from '../chronology.js';
import type { Chronology } from '../chronology.js';
import type { Asset, Estate } from '../estate/estate.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import { Random } from '../random.js';
import type { Change } from './changes.js';

export interface Incident {
  id: string;
  title: string;
  startedAt: number;
  restoredAt: number | undefined;
  severity: string;
  planned: boolean;
  assets: string[];
  /** Whether it is of a kind that customers feel. */
  felt: boolean;
}

interface Draft {
  title: string;
  startedAt: number;
  minutes: number | undefined;
  state: 'DOWN' | 'DEGRADED';
  severity: string;
  cause: string;
  assets?: string[];
  customer?: { customer: string; product: string };
  maintenance?: Change;
  change?: string;
  felt?: boolean;
  /** Minutes of full outage before the service is only degraded. */
  phases?: number;
}

/** How many incidents there are in all; what the causes below do not give is filled with failures of redundant parts. */
const INCIDENTS = 300;

/** How many of them customers feel, beside announced maintenance and what changes caused. */
const FELT = 88;

const CAUSES = [
  ['hardware', 22],
  ['software-defect', 24],
  ['configuration', 14],
  ['capacity', 14],
  ['human-error', 10],
  ['third-party', 8],
  ['network', 8],
] as const;

const REDUNDANT = [
  'replica',
  'host',
  'database-node',
  'cache-node',
  'switch',
  'broker-node',
  'router',
  'power-feed',
];

/** Writes the incidents: maintenance, failed changes, what customers felt, and the many failures that redundancy absorbed. */
export class IncidentBook {
  readonly incidents: Incident[] = [];
  readonly rows: Row[] = [];
  readonly impacts: Row[] = [];
  private readonly random: Random;

  constructor(
    private readonly time: Chronology,
    private readonly estate: Estate,
    changes: Change[],
    active: Subscription[],
  ) {
    this.random = new Random(time.seed, 'incidents');
    const drafts = [
      ...this.ofMaintenance(changes),
      ...this.ofChanges(changes),
      ...this.felt(),
      ...this.ofSingleCustomers(active),
      ...this.currentMonth(),
    ];
    drafts.push(...this.redundant(INCIDENTS - drafts.length));
    for (const draft of drafts.sort((a, b) => a.startedAt - b.startedAt)) this.add(draft);
  }

  private ofMaintenance(changes: Change[]): Draft[] {
    return changes.flatMap((change) => {
      const { startedAt, endedAt, noticeGivenAt, expectedState } = change;
      if (startedAt === undefined || endedAt === undefined || noticeGivenAt === undefined) return [];
      const minutes = (endedAt - startedAt) / MINUTE;
      const state = expectedState === 'DOWN' ? 'DOWN' : 'DEGRADED';
      return {
        title: `Maintenance: ${change.title}`,
        startedAt,
        minutes,
        state,
        severity: 'SEV4',
        cause: 'maintenance',
        assets: change.assets,
        maintenance: change,
        change: change.id,
        felt: true,
      };
    });
  }

  /** Every change that failed or was rolled back, and half of those with issues, hurt the asset it was made to. */
  private ofChanges(changes: Change[]): Draft[] {
    const { random } = this;
    return changes.flatMap((change) => {
      const { startedAt, endedAt, outcome, noticeGivenAt } = change;
      if (startedAt === undefined || endedAt === undefined || noticeGivenAt !== undefined) return [];
      if (outcome === undefined || outcome === 'SUCCEEDED') return [];
      if (outcome === 'SUCCEEDED_WITH_ISSUES' && random.chance(0.5)) return [];
      const minutes = this.bounded(startedAt, random.low(5, 35));
      return {
        title: `Failed after change: ${change.title}`,
        startedAt: startedAt + random.int(2, 15) * MINUTE,
        minutes,
        state: outcome === 'FAILED' ? 'DOWN' : 'DEGRADED',
        severity: 'SEV3',
        cause: random.pick(['change', 'human-error', 'configuration']),
        assets: change.assets,
        change: change.id,
        felt: change.assets.some((id) => id.endsWith('-web') || id.endsWith('-api')),
      };
    });
  }

  /** Outages and slowness of services, rarer of databases, networks and a data centre. */
  private felt(): Draft[] {
    const { random, time } = this;
    return Array.from({ length: FELT }, (_, i) => {
      const startedAt = this.someInstant();
      const pod = random.pick(PODS);
      const product = random.pick(PRODUCTS);
      const target = random.weighted([
        [`${pod.key}-${product.key}-web`, 40],
        [`${pod.key}-${product.key}-api`, 34],
        [`${pod.key}-${product.key}-cache`, 12],
        [`${pod.key}-ingress`, 4],
        [`us1-${product.key}-db`, 4],
        ['sepa-connector', 3],
        [`${pod.key}-network`, 2],
        ['eu-orders-db', 1],
      ] as const);
      const down = random.chance(0.4);
      const major = down && random.chance(0.12) && startedAt < time.monthStart - DAY;
      const minutes = major ? random.int(55, 150) : down ? random.low(3, 24) : random.low(8, 75);
      const phased = down && minutes > 8 && i % 2 === 0;
      return {
        title: `${this.nameOf(target)} ${down ? random.pick(['unavailable', 'not answering']) : random.pick(['slow', 'returning errors'])}`,
        startedAt,
        minutes: this.bounded(startedAt, minutes),
        state: down ? 'DOWN' : 'DEGRADED',
        severity: major ? 'SEV1' : down ? 'SEV2' : 'SEV3',
        cause: random.weighted(CAUSES),
        assets: [target],
        felt: true,
        phases: phased ? Math.ceil(minutes / 3) : undefined,
      };
    });
  }

  /** Incidents of one customer alone, without an asset. */
  private ofSingleCustomers(active: Subscription[]): Draft[] {
    const { random, time } = this;
    const since = time.asOf - 120 * DAY;
    const candidates = active.filter(
      ({ kind, startedOn }) => kind === 'STANDARD' && startedOn.toMillis() < since,
    );
    return Array.from({ length: 4 }, () => {
      const { customer, product } = random.pick(candidates);
      return {
        title: `${product.name} tenant of ${customer.name} locked by a data import`,
        startedAt: since + random.int(0, (80 * DAY) / MINUTE) * MINUTE,
        minutes: random.int(10, 25),
        state: 'DOWN' as const,
        severity: 'SEV3',
        cause: 'software-defect',
        customer: { customer: customer.id, product: product.id },
        felt: true,
      };
    });
  }

  /** What makes the current month worth looking at: one pod's product broken, one near its limit, and one open incident. */
  private currentMonth(): Draft[] {
    const { time } = this;
    const elapsed = time.asOf - time.monthStart;
    const within = (share: number) => time.monthStart + Math.floor((elapsed * share) / MINUTE) * MINUTE;
    const longest = Math.max(1, Math.floor(elapsed / MINUTE / 5));
    const past = (title: string, asset: string, share: number, minutes: number): Draft => ({
      title,
      startedAt: within(share),
      minutes: Math.min(minutes, longest),
      state: 'DOWN',
      severity: 'SEV1',
      cause: 'software-defect',
      assets: [asset],
      felt: true,
    });
    return [
      past('Payments unavailable in South America after a certificate expired', 'sa1-payments-web', 0.35, 66),
      past('Orders unavailable in US West after a connection pool leak', 'us2-orders-web', 0.55, 38),
      {
        title: 'Insights slow in Asia Pacific',
        startedAt: time.asOf - 38 * MINUTE,
        minutes: undefined,
        state: 'DEGRADED',
        severity: 'SEV2',
        cause: 'capacity',
        assets: ['ap1-insights-web'],
        felt: true,
      },
    ];
  }

  private redundant(count: number): Draft[] {
    const { random } = this;
    const candidates = this.estate.assets.filter(
      ({ kind, status }) => status === 'LIVE' && REDUNDANT.includes(kind),
    );
    return Array.from({ length: count }, () => {
      const asset: Asset = random.pick(candidates);
      return {
        title: `${asset.name} ${random.pick(['failed', 'not reachable', 'restarting', 'out of memory'])}`,
        startedAt: this.someInstant(),
        minutes: random.low(10, 420),
        state: random.chance(0.85) ? ('DOWN' as const) : ('DEGRADED' as const),
        severity: 'SEV4',
        cause: random.weighted(CAUSES),
        assets: [asset.id],
      };
    });
  }

  /** Any instant of the recorded months, long enough before the data set's date to be over by then. */
  private someInstant(): number {
    const { random, time } = this;
    const span = time.asOf - 16 * HOUR - time.start;
    return time.start + Math.floor((random.next() * span) / MINUTE) * MINUTE;
  }

  /** Incidents of the current month are short, so that most agreements keep their headroom. */
  private bounded(startedAt: number, minutes: number): number {
    return startedAt >= this.time.monthStart - DAY ? Math.min(minutes, this.random.int(2, 5)) : minutes;
  }

  private nameOf(asset: string): string {
    return this.estate.assets.find(({ id }) => id === asset)?.name ?? asset;
  }

  private add(draft: Draft): void {
    const { random, time } = this;
    const { startedAt, minutes, maintenance, phases } = draft;
    const id = `INC-${String(this.rows.length + 1).padStart(4, '0')}`;
    const planned = maintenance !== undefined;
    const length = (minutes ?? 30) * MINUTE;
    const second = (value: number) => Math.floor(value / 1000) * 1000;
    const restoredAt = minutes === undefined ? undefined : startedAt + length;
    const detectedAt = second(startedAt + Math.min(random.int(1, 7) * MINUTE, length * 0.3));
    const acknowledgedAt = second(detectedAt + Math.min(random.int(1, 9) * MINUTE, length * 0.3));
    const mitigatedAt =
      restoredAt && second(acknowledgedAt + (restoredAt - acknowledgedAt) * (0.5 + random.next() * 0.5));
    const resolvedAt =
      restoredAt &&
      (planned ? restoredAt : Math.min(restoredAt + random.low(20, 2400) * MINUTE, time.asOf - MINUTE));
    this.incidents.push({
      id,
      title: draft.title,
      startedAt,
      restoredAt,
      severity: draft.severity,
      planned,
      assets: draft.assets ?? [],
      felt: draft.felt === true,
    });
    const turn = phases === undefined || restoredAt === undefined ? undefined : startedAt + phases * MINUTE;
    const turned = turn !== undefined && restoredAt !== undefined && turn < restoredAt;
    this.rows.push(
      row('incidents', {
        external_id: id,
        title: draft.title,
        started_at: instant(startedAt),
        detected_at: planned ? undefined : instant(detectedAt),
        acknowledged_at: planned ? undefined : instant(acknowledgedAt),
        mitigated_at: planned ? undefined : mitigatedAt && instant(mitigatedAt),
        restored_at: restoredAt && instant(restoredAt),
        resolved_at: resolvedAt && instant(resolvedAt),
        assets: draft.assets?.join(';'),
        customer: draft.customer?.customer,
        product: draft.customer?.product,
        state: draft.state,
        impact_from: instant(startedAt),
        impact_to: turned ? instant(turn) : restoredAt && instant(restoredAt),
        planned,
        announced_from: maintenance && instant(maintenance.window.from),
        announced_to: maintenance && instant(maintenance.window.to),
        notice_given_at: maintenance?.noticeGivenAt && instant(maintenance.noticeGivenAt),
        severity: draft.severity,
        cause_category: draft.cause,
        caused_by_change: draft.change,
      }),
    );
    // Both phases are listed: read as the whole list or as an addition to the incident's own impact, they mean the same.
    if (turned) {
      for (const asset of draft.assets ?? []) {
        const phase = (state: string, from: number, to: number) =>
          row('incident_impacts', { incident: id, asset, state, from: instant(from), to: instant(to) });
        this.impacts.push(phase('DOWN', startedAt, turn), phase('DEGRADED', turn, restoredAt));
      }
    }
  }
}
