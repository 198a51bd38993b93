import type { Customer } from '../accounts/customers.js';
import type { Subscription } from '../accounts/subscriptions.js';
import type { Pod, Product } from '../catalogue/catalogue.js';
import { DAY, HOUR, instant, localTime, MINUTE, onWeekday } from '../chronology.js';
import type { Chronology } from '../chronology.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import { Random } from '../random.js';
import { SUBJECTS } from './subjects.js';
import type { Desk, Tier } from './teams.js';

/** How many tickets the desk has had, and how many of them are still open. */
const TICKETS = 3000;
const OPEN = 120;

/** Roughly how many of the open ones nobody has taken yet. */
const UNTOUCHED = 8;

const LEVELS = ['HIGH', 'MEDIUM', 'LOW'] as const;
type Level = (typeof LEVELS)[number];

/** Hours to first response and to resolution that the desk usually takes, by priority. */
const PACE: Record<string, readonly [firstResponse: number, resolution: number]> = {
  P1: [0.4, 5],
  P2: [1.5, 16],
  P3: [5, 60],
  P4: [12, 150],
};

interface Opening {
  customer: Customer;
  product: Product;
  pod: Pod;
  at: number;
}

/** Writes the customers' tickets of the recorded months, each with the events that led to its present status. */
export class TicketBook {
  readonly rows: Row[] = [];
  readonly events: Row[] = [];
  private readonly random: Random;

  constructor(
    private readonly time: Chronology,
    private readonly desk: Desk,
    subscriptions: Subscription[],
  ) {
    this.random = new Random(time.seed, 'tickets');
    const openings = this.openings(subscriptions);
    const recent = openings.length - OPEN * 2;
    // Of the youngest tickets every second is open; a handful of old ones was never finished.
    const old = new Set(Array.from({ length: 10 }, (_, i) => recent - 30 * (i + 1)));
    let left = OPEN - old.size;
    const open = new Set(old);
    for (let i = openings.length - 1; left > 0; i--) {
      const must = i - recent <= left;
      if (must || this.random.chance(0.55)) {
        open.add(i);
        left--;
      }
    }
    openings.forEach((opening, i) => this.add(opening, i, open.has(i)));
  }

  /** Who opened a ticket when: larger customers more often, mostly on local working days, only while they had the product. */
  private openings(subscriptions: Subscription[]): Opening[] {
    const { random, time } = this;
    const paid = subscriptions
      .filter(
        ({ kind, endedOn }) =>
          kind === 'STANDARD' && (endedOn === undefined || endedOn.toMillis() > time.start + 30 * DAY),
      )
      .map((subscription) => {
        const { startedOn, endedOn, customer } = subscription;
        const from = Math.max(time.start, startedOn.toMillis()) + DAY;
        const to = Math.min(time.asOf, endedOn?.toMillis() ?? time.asOf) - 2 * HOUR;
        const perDay = { SMB: 1, MID_MARKET: 2, ENTERPRISE: 4 }[customer.segment];
        return [{ subscription, from, to }, perDay * Math.max(0, to - from)] as const;
      });
    const result: Opening[] = [];
    while (result.length < TICKETS) {
      const { subscription, from, to } = random.weighted(paid);
      const { customer, product, pod } = subscription;
      const zone = customer.place.timeZone;
      let at = from + Math.floor((random.next() * (to - from)) / MINUTE) * MINUTE;
      if (random.chance(0.88))
        at = localTime(onWeekday(at, zone), zone, random.int(8, 17), random.int(0, 59));
      if (at >= from && at <= to) result.push({ customer, product, pod, at });
    }
    return result.sort((a, b) => a.at - b.at || (a.customer.id < b.customer.id ? -1 : 1));
  }

  private add({ customer, product, pod, at }: Opening, index: number, open: boolean): void {
    const { random, time } = this;
    const id = `TKT-${String(index + 1).padStart(5, '0')}`;
    const kind = random.weighted([
      ['REQUEST', 72],
      ['INCIDENT', 20],
      ['PROBLEM', 8],
    ] as const);
    const [category, subjects] = random.pick(SUBJECTS[kind]);
    const impact = random.weighted<Level>([
      ['HIGH', kind === 'INCIDENT' ? 15 : 4],
      ['MEDIUM', 55],
      ['LOW', 32],
    ]);
    const urgency = random.weighted<Level>([
      ['HIGH', kind === 'INCIDENT' ? 25 : 8],
      ['MEDIUM', 55],
      ['LOW', 30],
    ]);
    const priority = priorityOf(impact, urgency);
    const tier = tierOf(random, kind, category);
    const line = this.desk.lines[tier];
    const [response, resolution] = PACE[priority] ?? [8, 72];
    const life = new TicketLife(id, at, Math.max(time.asOf - MINUTE, at));
    // The youngest open tickets have not been picked up yet.
    const taken = !open || index < TICKETS - UNTOUCHED * 2;
    let current = random.pick(line.members);
    if (taken) life.after(random.int(1, 20) * MINUTE, 'ASSIGNED', { to: current });
    let reassignments = 0;
    let reopenings = 0;
    let status = 'NEW';
    let firstRespondedAt: number | undefined;
    let resolvedAt: number | undefined;
    let closedAt: number | undefined;
    if (taken) {
      status = 'IN_PROGRESS';
      firstRespondedAt = life.after(spread(random, response), 'REPLIED', {
        actor: current,
        text: 'We are on it.',
      });
      const twist = random.weighted([
        ['none', 66],
        ['waiting', 14],
        ['reassigned', 12],
        ['priority', 8],
      ] as const);
      if (twist === 'reassigned') {
        const next = random.pick(line.members.filter((member) => member !== current));
        life.after(spread(random, resolution * 0.3), 'ESCALATED', {
          actor: current,
          from: current,
          to: next,
        });
        current = next;
        reassignments = 1;
      } else if (twist === 'priority') {
        // The row carries the final priority, so the ticket came in one step lower than it is now.
        const before = `P${Math.min(4, Number(priority.slice(1)) + 1)}`;
        if (before !== priority) {
          life.after(spread(random, resolution * 0.2), 'PRIORITY_CHANGED', {
            actor: current,
            from: before,
            to: priority,
          });
        }
      } else if (open && twist === 'waiting') {
        status = 'WAITING_ON_CUSTOMER';
        life.after(spread(random, 1), 'STATUS_CHANGED', { actor: current, from: 'IN_PROGRESS', to: status });
      }
    }
    if (!open) {
      resolvedAt = life.after(spread(random, resolution), 'RESOLVED', {
        actor: current,
        from: status,
        to: 'RESOLVED',
      });
      if (random.chance(0.05)) {
        reopenings = 1;
        life.after(random.int(2, 40) * HOUR, 'REOPENED', {
          from: 'RESOLVED',
          to: 'IN_PROGRESS',
          text: 'It happens again.',
        });
        resolvedAt = life.after(spread(random, resolution / 2), 'RESOLVED', {
          actor: current,
          from: 'IN_PROGRESS',
          to: 'RESOLVED',
        });
      }
      status = 'RESOLVED';
      if (resolvedAt + 3 * DAY < time.asOf) {
        closedAt = life.after(3 * DAY, 'CLOSED', { from: 'RESOLVED', to: 'CLOSED' });
        status = 'CLOSED';
      }
    }
    this.events.push(...life.rows);
    this.rows.push(
      row('tickets', {
        external_id: id,
        subject: random.pick(subjects).replace('{product}', product.name),
        opened_at: instant(at),
        kind,
        customer: customer.id,
        contact: random.pick(customer.contacts),
        channel: random.weighted([
          ['EMAIL', 34],
          ['WEB', 36],
          ['PHONE', 14],
          ['CHAT', 12],
          ['API', 2],
          ['SOCIAL', 1],
          ['FORUM', 1],
        ] as const),
        priority,
        status,
        tier,
        team: line.team,
        queue: line.queue,
        assignee: taken ? current : undefined,
        asset:
          kind === 'PROBLEM' && tier === 'L4'
            ? `${pod.key}-${product.key}-${random.pick(['api', 'worker'])}`
            : undefined,
        impact,
        urgency,
        category,
        first_responded_at: firstRespondedAt && instant(firstRespondedAt),
        resolved_at: resolvedAt && instant(resolvedAt),
        closed_at: closedAt && instant(closedAt),
        reassignments,
        reopenings,
        satisfaction:
          closedAt !== undefined && random.chance(0.4)
            ? random.weighted([
                [5, 46],
                [4, 30],
                [3, 12],
                [2, 7],
                [1, 5],
              ] as const)
            : undefined,
      }),
    );
  }
}

/** The events of one ticket in order; no instant passes `latest`. */
class TicketLife {
  readonly rows: Row[] = [];
  private at: number;

  constructor(
    private readonly ticket: string,
    openedAt: number,
    private readonly latest: number,
  ) {
    this.at = openedAt;
    this.after(0, 'OPENED', { to: 'NEW' });
  }

  /** Appends an event `delay` milliseconds after the last one and returns its instant. */
  after(
    delay: number,
    type: string,
    event: { actor?: string; from?: string; to?: string; text?: string },
  ): number {
    this.at = Math.min(this.at + delay, this.latest);
    const sequence = this.rows.length + 1;
    this.rows.push(
      row('ticket_events', { ticket: this.ticket, sequence, at: instant(this.at), type, ...event }),
    );
    return this.at;
  }
}

/** Priority by impact × urgency: the sum of their ranks, P1 at the top. */
function priorityOf(impact: Level, urgency: Level): string {
  const sum = LEVELS.indexOf(impact) + LEVELS.indexOf(urgency);
  return `P${Math.max(1, Math.min(4, sum + (sum === 4 ? 0 : 1)))}`;
}

function tierOf(random: Random, kind: string, category: string): Tier {
  if (kind === 'PROBLEM')
    return random.weighted<Tier>([
      ['L3', 40],
      ['L4', 60],
    ]);
  if (category === 'billing' || category === 'access') return 'ADMIN';
  return random.weighted<Tier>([
    ['L1', 55],
    ['L2', 35],
    ['L3', 10],
  ]);
}

/** A length of time around `hours`, in whole minutes: a quarter of it up to three times as much, mostly below. */
function spread(random: Random, hours: number): number {
  return Math.ceil((hours * (0.25 + 2.75 * random.next() * random.next()) * HOUR) / MINUTE) * MINUTE;
}
