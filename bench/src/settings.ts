import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** How a run is set up from the command line. */
export interface Settings {
  /** Kept between runs, so that the company is loaded once. */
  dataFolder: string;
  pairs: number;
  warmUps: number;
  /** Whether the platform is measured as five processes too. */
  distributed: boolean;
  /** Writes the plans of the services' statements instead of measuring. */
  plans: boolean;
  /** Measures the import of so many customers and contacts beside COPY instead; null: it does not. */
  importRows: number | null;
  /** Measures how many orders a second are placed and fulfilled instead, with so many; null: it does not. */
  orders: number | null;
  /** Measures how fast the best slots of a change are found instead, for so many customers; null: it does not. */
  slotCustomers: number | null;
  /** Measures how fast calls are routed instead, among so many contacts; null: it does not. */
  contacts: number | null;
  /** Measures what a work list costs instead, with 1,000 tickets on record and with so many; null: it does not. */
  workListTickets: number | null;
  /** Measures how many tickets a second are opened instead, with so many; null: it does not. */
  openings: number | null;
  /** Measures the questions of executives instead, over a small and a large book, asked so often; null: it does not. */
  executiveTurns: number | null;
  /** Measures questions of the metrics layer instead, over the large book, asked so often; null: it does not. */
  metricsTurns: number | null;
  /** Measures the impact engine instead, on an estate of so many assets and on one of a tenth; null: it does not. */
  impactAssets: number | null;
  /** Measures how fast analytics is filled from so many events instead, and its lag; null: it does not. */
  projectionEvents: number | null;
}

/** @throws TypeError for an option that does not exist, RangeError for a number that is none */
export function settingsOf(args: string[]): Settings {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: join(tmpdir(), 'plimsoll-bench') },
      pairs: { type: 'string', default: '40' },
      'warm-ups': { type: 'string', default: '15' },
      distributed: { type: 'boolean', default: false },
      plans: { type: 'boolean', default: false },
      import: { type: 'string' },
      orders: { type: 'string' },
      slots: { type: 'string' },
      calls: { type: 'string' },
      impact: { type: 'boolean', default: false },
      executive: { type: 'boolean', default: false },
      metrics: { type: 'boolean', default: false },
      'work-list': { type: 'boolean', default: false },
      tickets: { type: 'string' },
      assets: { type: 'string', default: '1000000' },
      projection: { type: 'boolean', default: false },
      events: { type: 'string', default: '200000' },
    },
  });
  return {
    dataFolder: values.data,
    pairs: countOf(values.pairs, 'pairs'),
    warmUps: countOf(values['warm-ups'], 'warm-ups'),
    distributed: values.distributed,
    plans: values.plans,
    importRows: values.import === undefined ? null : countOf(values.import, 'import'),
    orders: values.orders === undefined ? null : countOf(values.orders, 'orders'),
    slotCustomers: values.slots === undefined ? null : countOf(values.slots, 'slots'),
    contacts: values.calls === undefined ? null : countOf(values.calls, 'calls'),
    workListTickets: values['work-list'] ? countOf(values.tickets ?? '1000000', 'tickets') : null,
    openings: values['work-list'] || values.tickets === undefined ? null : countOf(values.tickets, 'tickets'),
    executiveTurns: values.executive ? countOf(values.pairs, 'pairs') : null,
    metricsTurns: values.metrics ? countOf(values.pairs, 'pairs') : null,
    impactAssets: values.impact ? countOf(values.assets, 'assets') : null,
    projectionEvents: values.projection ? countOf(values.events, 'events') : null,
  };
}

function countOf(text: string, option: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`--${option} takes a number from 1 on.`);
  return count;
}
