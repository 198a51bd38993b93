import { invalid, minorUnitOf, type RequestContext } from '@plimsoll/shared';
import { DateTime } from 'luxon';
import { classOf, reportedCost } from '../cost/index.js';
import { loadConversion, type Conversion, type Reporting } from '../exchange-rate/index.js';
import { allocate } from './allocation.rules.js';
import type { ConvertedPool, ResolvedTickets } from './cost-line.rules.js';
import {
  countFinishedChanges,
  readAttributes,
  readDowntime,
  readIncidentSeconds,
  readNames,
  readPools,
  readResolved,
  readRevenue,
  type AttributesRow,
  type PoolRow,
  type ResolvedRow,
} from './cost-report.store.js';
import { marginsOf, type CustomerMargin } from './margin.rules.js';

/** A stretch of dates (UTC), half-open, `YYYY-MM-DD`. */
export interface Dates {
  readonly from: string;
  readonly to: string;
}

const LONGEST_YEARS = 10;

/** @throws DomainError `INVALID` where it is empty, turned round or longer than ten years */
export function checkDates({ from, to }: Dates): Dates {
  if (from >= to) throw invalid('`to` is later than `from`.', ['to']);
  if (DateTime.fromISO(from, { zone: 'utc' }).plus({ years: LONGEST_YEARS }).toISODate()! < to) {
    throw invalid(`A period is at most ${LONGEST_YEARS} years long.`, ['to']);
  }
  return { from, to };
}

/** The costs of a period in the reporting currency, and the currencies that have no rate. */
export interface ConvertedCosts {
  readonly pools: readonly ConvertedPool[];
  readonly missingRates: readonly string[];
}

/**
 * Answers questions on the costs of periods within one request; what is read for one of them is read once. Costs and
 * revenue are told in minor units of the reporting currency.
 */
export class CostBook {
  constructor(
    private readonly context: RequestContext,
    private readonly reporting: Reporting,
  ) {}

  /** An amount of minor units as it is served. */
  money(units: bigint): { amount: string; currency: string } {
    const decimals = minorUnitOf(this.reporting.currency);
    const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
    const whole = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
    return { amount: `${units < 0n ? '-' : ''}${whole}`, currency: this.reporting.currency };
  }

  /** Costs by month and all they name, each group converted at the rates of its month's last day; one statement, and one for rates. */
  costs(dates: Dates): Promise<ConvertedCosts> {
    return this.#once('pools', dates, async () => {
      const { session } = this.context;
      const rows = await readPools(session, dates.from, dates.to);
      const conversionOn = await loadConversion(
        session,
        this.reporting,
        rows.map(({ currency }) => currency),
      );
      const missing = new Set<string>();
      const pools = new Map<string, ConvertedPool>();
      for (const row of rows) {
        const units = this.#unitsOf(conversionOn(this.#rateDate(row.month, dates)), row);
        if (units === null) {
          missing.add(row.currency);
          continue;
        }
        const { amount: _, currency: __, ...named } = row;
        const key = JSON.stringify({ ...named, recordCount: 0 });
        const known = pools.get(key);
        pools.set(key, {
          ...named,
          class: classOf(row),
          amount: (known?.amount ?? 0n) + units,
          recordCount: (known?.recordCount ?? 0) + row.recordCount,
        });
      }
      return { pools: [...pools.values()], missingRates: [...missing].sort() };
    });
  }

  /** Tickets resolved in the period. */
  tickets(dates: Dates): Promise<readonly (ResolvedTickets & ResolvedRow)[]> {
    return this.#once('tickets', dates, () => readResolved(this.context.session, dates.from, dates.to));
  }

  /** Every customer with its cost to serve and revenue; what nobody bears is under null. Five statements with the costs. */
  margins(dates: Dates): Promise<readonly CustomerMargin[]> {
    return this.#once('margins', dates, async () => {
      const { session } = this.context;
      const { pools } = await this.costs(dates);
      const tickets = await this.tickets(dates);
      const downtime = await readDowntime(session, dates.from, dates.to);
      const earned = await readRevenue(session, dates.from, dates.to);
      const conversionOn = await loadConversion(
        session,
        this.reporting,
        earned.map(({ currency }) => currency),
      );
      const conversion = conversionOn(this.#rateDate(null, dates));
      const revenue = earned.map((row) => ({ ...row, units: this.#unitsOf(conversion, row) ?? 0n }));
      const allocation = allocate(pools, {
        tickets: tickets.flatMap(({ customerId, queueId, count }) =>
          customerId === null ? [] : [{ customerId, queueId, units: BigInt(count) }],
        ),
        downtime: downtime.map(({ seconds, ...row }) => ({
          ...row,
          units: BigInt(Math.round(seconds * 1000)),
        })),
        revenue,
      });
      return marginsOf(allocation, revenue);
    });
  }

  /** What customers were at the end of the period, by id; one statement. */
  attributes(dates: Dates): Promise<ReadonlyMap<string, AttributesRow>> {
    return this.#once('attributes', dates, async () => {
      const end = new Date(Date.parse(`${dates.to}T00:00:00Z`) - 1);
      const rows = await readAttributes(
        this.context.session,
        end < this.context.now ? end : this.context.now,
      );
      return new Map(rows.map((row) => [row.customerId, row]));
    });
  }

  /** Names of support levels and partners; one statement. */
  names(): Promise<ReadonlyMap<string, string>> {
    return this.#once('names', { from: '', to: '' }, () => readNames(this.context.session));
  }

  /** Seconds in which any customer was down unplanned, up to now at most; one statement. */
  incidentSeconds(dates: Dates): Promise<number> {
    const { now, session } = this.context;
    const [from, to] = instantsOf(dates);
    return from < now ? readIncidentSeconds(session, from, to < now ? to : now) : Promise.resolve(0);
  }

  /** Changes that came to an end in the period; one statement. */
  finishedChanges(dates: Dates): Promise<number> {
    return countFinishedChanges(this.context.session, ...instantsOf(dates));
  }

  /** Minor units of a cost or revenue; null where a rate is missing. */
  #unitsOf(conversion: Conversion, row: Pick<PoolRow, 'amount' | 'currency'>): bigint | null {
    const converted = reportedCost(conversion, [row]);
    return converted && BigInt(converted.amount.replace('.', ''));
  }

  /** The last date of a month (null: of the period) that lies within the period and not ahead. */
  #rateDate(month: string | null, { to }: Dates): string {
    const dates = [this.context.now.toISOString().slice(0, 10), dayBefore(to)];
    if (month !== null)
      dates.push(DateTime.fromISO(`${month}-01`, { zone: 'utc' }).endOf('month').toISODate()!);
    return dates.reduce((least, date) => (date < least ? date : least));
  }

  async #once<Value extends object>(
    name: string,
    { from, to }: Dates,
    read: () => Promise<Value>,
  ): Promise<Value> {
    const loaded = await this.context
      .loader<string, Value>(`costs ${name} ${from}/${to}`, (keys) => Promise.all(keys.map(read)))
      .load('');
    if (loaded === null) throw new Error(`the ${name} of a period cannot be read`);
    return loaded;
  }
}

const dayBefore = (date: string) =>
  new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

function instantsOf({ from, to }: Dates): [Date, Date] {
  return [new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`)];
}
