import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demonstrationCompany } from './company.js';
import { FILE_COLUMNS, FILE_NAMES } from './files.js';
import type { FileName, Row } from './files.js';
import { writeDemonstration } from './writing.js';

const asOf = new Date('2026-03-18T10:30:00Z');
const company = demonstrationCompany({ asOf });

function rows(file: FileName): Row[] {
  return company.get(file) ?? [];
}

function ids(file: FileName): Set<string> {
  return new Set(rows(file).map((row) => row.external_id ?? ''));
}

function many(cell: string | undefined): string[] {
  return cell === undefined ? [] : cell.split(';');
}

function byId(file: FileName): Map<string, Row> {
  return new Map(rows(file).map((row) => [row.external_id ?? '', row]));
}

/** Subscriptions in force on the data set's day. */
function activeSubscriptions(): Row[] {
  return rows('subscriptions').filter((row) => row.ended_on === undefined || row.ended_on > '2026-03-18');
}

describe('the demonstration company', () => {
  it('is the same for the same seed and instant, and another for another seed', () => {
    const text = (made: Map<FileName, Row[]>) => JSON.stringify([...made]);
    expect(text(demonstrationCompany({ asOf })) === text(company)).toBe(true);
    expect(demonstrationCompany({ asOf, seed: 7 }).get('customers')).not.toEqual(rows('customers'));
  });

  it('refuses an instant that is none', () => {
    expect(() => demonstrationCompany({ asOf: new Date('never') })).toThrow(RangeError);
  });

  it('is written as the same bytes twice', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'plimsoll demonstration '));
    try {
      const paths = await writeDemonstration(directory, { asOf });
      expect(paths).toHaveLength(FILE_NAMES.length);
      const read = () => Promise.all(paths.map((path) => readFile(path, 'utf8')));
      const first = await read();
      await writeDemonstration(directory, { asOf });
      expect((await read()).join() === first.join()).toBe(true);
      expect(first[0]).toContain(
        'external_id,name,region,parent\nPAR-FENNMARK,Fennmark Distribution,EMEA,\n',
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('has files in dependency order with known columns and no empty cells', () => {
    expect([...company.keys()]).toEqual(FILE_NAMES);
    for (const [file, list] of company) {
      const columns: readonly string[] = FILE_COLUMNS[file];
      const strange = list.flatMap((row) =>
        Object.entries(row).filter(([column, cell]) => !columns.includes(column) || cell === ''),
      );
      expect([file, strange]).toEqual([file, []]);
    }
  });

  it('has the size it promises', () => {
    expect(rows('customers')).toHaveLength(250);
    const sold = (partner: string) => rows('customers').filter((row) => row.partner === partner).length;
    expect(sold('PAR-HARROWGATE')).toBeGreaterThanOrEqual(4);
    expect(sold('PAR-FENNMARK') + sold('PAR-HARROWGATE')).toBe(25);
    expect(sold('PAR-TIDEWRIGHT')).toBe(15);
    expect(new Set(rows('customers').map((row) => row.segment)).size).toBe(3);
    expect(new Set(rows('customers').map((row) => row.region)).size).toBe(4);
    expect(rows('products')).toHaveLength(3);
    expect(rows('pods')).toHaveLength(6);
    expect(rows('assets')).toHaveLength(900);
    expect(rows('usage').length).toBeGreaterThan(500);
    expect(rows('incidents')).toHaveLength(300);
    expect(rows('tickets')).toHaveLength(3000);
    const open = rows('tickets').filter((row) => row.status !== 'RESOLVED' && row.status !== 'CLOSED');
    expect(open).toHaveLength(120);
    expect(rows('people').length).toBeGreaterThanOrEqual(12);
    expect(rows('changes').length).toBeGreaterThan(400);
    // 24 months of five queues, telephony, three products and six pods, and more.
    expect(rows('costs').length).toBeGreaterThan(24 * 15);
    expect(rows('costs').every((row) => Number(row.amount) > 0)).toBe(true);
    const renewing = rows('subscriptions').filter(
      (row) => row.renews_on !== undefined && row.renews_on < '2026-06-16',
    );
    expect(renewing.length).toBeGreaterThan(40);
  });

  it('has keys that are unique', () => {
    const keys: Partial<Record<FileName, string[]>> = {
      agents: ['person'],
      exchange_rates: ['date', 'from', 'to'],
      price_lists: ['external_id', 'plan', 'from_quantity'],
      subscription_events: ['subscription', 'on', 'type'],
      usage: ['customer', 'at', 'metric', 'value'],
      entitlements: ['customer', 'product', 'agreement', 'valid_from'],
      dependencies: ['consumer', 'provider'],
      placements: ['asset', 'product', 'pod', 'customer'],
      incident_impacts: ['incident', 'asset', 'product', 'customer', 'state', 'from'],
      ticket_events: ['ticket', 'sequence'],
    };
    for (const [file, list] of company) {
      const key = keys[file] ?? ['external_id'];
      const seen = new Set(list.map((row) => key.map((column) => row[column]).join('|')));
      expect([file, seen.size]).toEqual([file, list.length]);
    }
    expect(new Set(rows('customers').map((row) => row.csi)).size).toBe(250);
    expect(
      rows('customers').every((row) => /^[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}$/.test(row.csi ?? '')),
    ).toBe(true);
  });

  it('refers only to records that are there', () => {
    const references: [FileName, string, FileName][] = [
      ['people', 'manager', 'people'],
      ['partners', 'parent', 'partners'],
      ['price_lists', 'partner', 'partners'],
      ['price_lists', 'plan', 'plans'],
      ['opportunities', 'customer', 'customers'],
      ['opportunities', 'owner', 'people'],
      ['opportunities', 'subscription', 'subscriptions'],
      ['deployments', 'customer', 'customers'],
      ['deployments', 'owner', 'people'],
      ['deployments', 'subscription', 'subscriptions'],
      ['customer_reviews', 'customer', 'customers'],
      ['customer_reviews', 'owner', 'people'],
      ['agreements', 'calendar', 'calendars'],
      ['support_levels', 'calendar', 'calendars'],
      ['support_levels', 'agreement', 'agreements'],
      ['plans', 'product', 'products'],
      ['usage', 'customer', 'customers'],
      ['plans', 'support_level', 'support_levels'],
      ['plans', 'agreement', 'agreements'],
      ['customers', 'partner', 'partners'],
      ['customers', 'account_manager', 'people'],
      ['customers', 'designated_analyst', 'people'],
      ['contacts', 'customer', 'customers'],
      ['subscriptions', 'customer', 'customers'],
      ['subscriptions', 'plan', 'plans'],
      ['subscriptions', 'pod', 'pods'],
      ['subscription_events', 'subscription', 'subscriptions'],
      ['subscription_events', 'plan', 'plans'],
      ['entitlements', 'customer', 'customers'],
      ['entitlements', 'product', 'products'],
      ['entitlements', 'agreement', 'agreements'],
      ['entitlements', 'support_level', 'support_levels'],
      ['assets', 'owner', 'people'],
      ['assets', 'product', 'products'],
      ['assets', 'pod', 'pods'],
      ['dependencies', 'consumer', 'assets'],
      ['dependencies', 'provider', 'assets'],
      ['placements', 'asset', 'assets'],
      ['placements', 'product', 'products'],
      ['placements', 'pod', 'pods'],
      ['placements', 'customer', 'customers'],
      ['changes', 'assets', 'assets'],
      ['changes', 'requested_by', 'people'],
      ['incidents', 'assets', 'assets'],
      ['incidents', 'customer', 'customers'],
      ['incidents', 'product', 'products'],
      ['incidents', 'caused_by_change', 'changes'],
      ['incident_impacts', 'incident', 'incidents'],
      ['incident_impacts', 'asset', 'assets'],
      ['status_updates', 'incident', 'incidents'],
      ['teams', 'calendar', 'calendars'],
      ['teams', 'members', 'people'],
      ['queues', 'calendar', 'calendars'],
      ['queues', 'members', 'people'],
      ['agents', 'person', 'people'],
      ['tickets', 'customer', 'customers'],
      ['tickets', 'contact', 'contacts'],
      ['tickets', 'team', 'teams'],
      ['tickets', 'queue', 'queues'],
      ['tickets', 'assignee', 'people'],
      ['tickets', 'asset', 'assets'],
      ['ticket_events', 'ticket', 'tickets'],
      ['ticket_events', 'actor', 'people'],
      ['costs', 'asset', 'assets'],
      ['costs', 'queue', 'queues'],
      ['costs', 'product', 'products'],
      ['costs', 'customer', 'customers'],
    ];
    for (const [file, column, target] of references) {
      const known = ids(target);
      const missing = rows(file).flatMap((row) => many(row[column]).filter((id) => !known.has(id)));
      expect([file, column, missing]).toEqual([file, column, []]);
    }
  });

  it('names a manager before the people who report to them', () => {
    const people = rows('people').map((row) => row.external_id);
    const early = rows('people').filter(
      (row, i) => row.manager !== undefined && people.indexOf(row.manager) >= i,
    );
    expect(early).toEqual([]);
  });

  it('has a designated contact for every customer, and gives tickets to contacts of their customer', () => {
    const contacts = byId('contacts');
    for (const customer of ids('customers')) {
      const own = rows('contacts').filter((row) => row.customer === customer);
      expect(own.length).toBeGreaterThanOrEqual(1);
      expect(own.length).toBeLessThanOrEqual(3);
      expect(own.some((row) => row.designated === 'true')).toBe(true);
    }
    const strangers = rows('tickets').filter(
      (row) => contacts.get(row.contact ?? '')?.customer !== row.customer,
    );
    expect(strangers).toEqual([]);
  });
});

describe('subscriptions', () => {
  it('keep the currency of their plan, and cost quantity times its price', () => {
    const plans = byId('plans');
    const subscriptions = byId('subscriptions');
    for (const row of rows('subscriptions')) {
      const plan = plans.get(row.plan ?? '');
      expect(row.currency).toBe(plan?.currency);
      expect(Number(row.monthly_price)).toBe(Number(row.quantity) * Number(plan?.monthly_price));
    }
    for (const row of rows('subscription_events').filter((event) => event.plan !== undefined)) {
      const plan = plans.get(row.plan ?? '');
      expect(plan?.currency).toBe(subscriptions.get(row.subscription ?? '')?.currency);
      expect(Number(row.quantity)).toBeGreaterThan(0);
      expect(Number(row.monthly_price)).toBe(Number(row.quantity) * Number(plan?.monthly_price));
    }
  });

  it('run forward: started, cancelled, ended; what lies ahead is planned', () => {
    const wrong = rows('subscriptions').filter((row) => {
      const { started_on = '', cancelled_on, ended_on, renews_on, kind } = row;
      const ahead = ended_on !== undefined && ended_on > '2026-03-18';
      return !(
        started_on <= '2026-03-18' &&
        (ended_on === undefined || started_on < ended_on) &&
        (cancelled_on === undefined ||
          (started_on <= cancelled_on && cancelled_on < (ended_on ?? '') && cancelled_on <= '2026-03-18')) &&
        (renews_on === undefined || (renews_on > '2026-03-18' && ended_on === undefined)) &&
        (!ahead || cancelled_on !== undefined || kind === 'TRIAL')
      );
    });
    expect(wrong).toEqual([]);
    const subscriptions = byId('subscriptions');
    for (const { subscription = '', on = '' } of rows('subscription_events')) {
      const { started_on = '', ended_on = '9' } = subscriptions.get(subscription) ?? {};
      expect(started_on <= on && on <= ended_on && on <= '2026-03-18').toBe(true);
    }
  });

  it('give every active customer a STANDARD one on a pod of its region, and no one else an active one', () => {
    const pods = byId('pods');
    const customers = byId('customers');
    const active = activeSubscriptions();
    for (const row of rows('customers')) {
      const own = active.filter((each) => each.customer === row.external_id);
      expect(own.some(({ kind }) => kind === 'STANDARD')).toBe(row.active === 'true');
    }
    for (const row of rows('subscriptions')) {
      expect(pods.get(row.pod ?? '')?.region).toBe(customers.get(row.customer ?? '')?.region);
    }
  });

  it('never overlap for one customer and product', () => {
    const spans = new Map<string, [string, string][]>();
    for (const row of rows('subscriptions')) {
      const key = `${row.customer}|${row.plan?.split('-')[1]}`;
      spans.set(key, [...(spans.get(key) ?? []), [row.started_on ?? '', row.ended_on ?? '9']]);
    }
    for (const list of spans.values()) {
      list.sort();
      list.forEach(([from], i) => expect(from >= (list[i - 1]?.[1] ?? '')).toBe(true));
    }
  });

  it('tell of churn, return and every kind of change', () => {
    const lost = rows('customers').filter((row) => row.active === 'false');
    expect(lost.length).toBeGreaterThan(15);
    expect(lost.length).toBeLessThan(60);
    const types = new Set(rows('subscription_events').map((row) => row.type));
    expect([...types].sort()).toEqual(
      ['add_on', 'converted', 'downgraded', 'extended', 'reactivated', 'renewed', 'upgraded'].sort(),
    );
  });
});

describe('partners', () => {
  it('pay less than customers do, in the currency of the plan, and no less than whoever is above them', () => {
    const plans = byId('plans');
    const owner = new Map(rows('partners').map((row) => [row.external_id, row.parent]));
    const price = (partner: string | undefined, row: Row) =>
      Number(
        rows('price_lists').find(
          (other) => other.partner === partner && other.plan === row.plan && other.from_quantity === '1',
        )?.monthly_price ?? 0,
      );
    for (const row of rows('price_lists')) {
      const plan = plans.get(row.plan ?? '');
      expect(plan?.currency).toBe(row.currency);
      expect(Number(row.monthly_price)).toBeLessThan(Number(plan?.monthly_price));
      if (row.from_quantity === '1') {
        expect(Number(row.monthly_price)).toBeGreaterThanOrEqual(price(owner.get(row.partner), row));
      }
    }
  });
});

describe('pods', () => {
  it('are one subscription below the warning mark once, and past it once', () => {
    const percent = rows('pods').map((pod) => {
      const used = activeSubscriptions().filter(
        (row) => row.pod === pod.external_id && row.kind === 'STANDARD',
      ).length;
      const seats = Number(/STANDARD=(\d+)/.exec(pod.seats ?? '')?.[1]);
      return { mark: Number(pod.warning_percent), now: used / seats, next: (used + 1) / seats };
    });
    const near = percent.filter(({ mark, now, next }) => now * 100 < mark && next * 100 >= mark);
    expect(near).toHaveLength(1);
    expect(percent.filter(({ mark, now }) => now * 100 >= mark)).toHaveLength(1);
  });
});

describe('what account managers follow', () => {
  it('has deployments live and under way, with milestones reached up to today', () => {
    const list = rows('deployments');
    expect(list.length).toBeGreaterThan(10);
    expect(new Set(list.map((row) => row.status))).toEqual(new Set(['LIVE', 'IN_PROGRESS']));
    const late = list.filter(
      ({ status, target_on = '' }) => status === 'IN_PROGRESS' && target_on < '2026-03-18',
    );
    expect(late.length).toBeGreaterThan(0);
    expect(late.length).toBeLessThan(list.length / 4);
    for (const row of list) {
      const parts = many(row.milestones).map((part) => /=(\S+?)(?:\/(\S+))?$/.exec(part.trim()));
      const reached = parts.flatMap((part) => part?.[2] ?? []);
      expect(parts.every((part) => (part?.[1] ?? '') >= (row.started_on ?? ''))).toBe(true);
      expect(reached.every((day) => day >= (row.started_on ?? '') && day <= '2026-03-18')).toBe(true);
      expect(row.status === 'LIVE').toBe(reached.length === parts.length);
      expect(row.live_on).toBe(row.status === 'LIVE' ? reached.at(-1) : undefined);
    }
  });

  it('has reviews held before now and planned after it', () => {
    const now = '2026-03-18T10:30:00Z';
    expect(rows('customer_reviews').length).toBeGreaterThan(20);
    const odd = rows('customer_reviews').filter(
      ({ status, scheduled_at = '', closed_at = '' }) =>
        !(status === 'HELD' ? scheduled_at < closed_at && closed_at <= now : scheduled_at > now),
    );
    expect(odd).toEqual([]);
  });

  it('has opportunities of every kind and stage, closed after they were seen', () => {
    const list = rows('opportunities');
    const of = (column: string) => new Set(list.map((row) => row[column]));
    expect(of('stage')).toEqual(new Set(['OPEN', 'QUALIFIED', 'WON', 'LOST']));
    expect(of('kind')).toEqual(new Set(['UPSELL', 'EXPANSION', 'RENEWAL', 'CONVERSION']));
    const odd = list.filter(
      ({ stage, recorded_at = '', closed_at }) =>
        (stage === 'WON' || stage === 'LOST') !== (closed_at !== undefined) ||
        (closed_at !== undefined && !(recorded_at < closed_at && closed_at <= '2026-03-18T10:30:00Z')),
    );
    expect(odd).toEqual([]);
  });
});

describe('telephone numbers', () => {
  it('are international, and each of one contact', () => {
    const numbers = rows('contacts').map((row) => row.phone ?? '');
    expect(numbers.filter((number) => !/^\+[1-9][\d ]{8,17}$/.test(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
