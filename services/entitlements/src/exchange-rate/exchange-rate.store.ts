import {
  canonicalDecimal,
  emit,
  type ListArguments,
  type ListDefinition,
  type Session,
} from '@plimsoll/shared';
import type { ExchangeRateFilter } from './exchange-rate.types.js';

/** Units of `to` for one unit of `from` since a day; `rate` a canonical decimal, `date` `YYYY-MM-DD`. */
export interface ExchangeRateRecord {
  date: string;
  from: string;
  to: string;
  rate: string;
}

/** What may be asked of the list of exchange rates. */
export type ExchangeRateListArguments = ListArguments<ExchangeRateFilter, 'DATE'>;

/** How exchange rates are listed: the newest first. */
export const exchangeRateList: ListDefinition<ExchangeRateFilter, 'DATE'> = {
  columns: 'r.date, r.from_currency as "from", r.to_currency as "to", r.rate',
  from: 'exchange_rate r',
  id: `(r.from_currency || '/' || r.to_currency)`,
  orders: { DATE: { sql: 'r.date', type: 'date' } },
  defaultOrder: { field: 'DATE', direction: 'DESC' },
  where: (filter, parameters) => [
    ...(filter.from ? [`r.from_currency = ${parameters.add(filter.from)}`] : []),
    ...(filter.to ? [`r.to_currency = ${parameters.add(filter.to)}`] : []),
    ...(filter.since ? [`r.date >= ${parameters.add(filter.since)}::date`] : []),
    ...(filter.until ? [`r.date < ${parameters.add(filter.until)}::date`] : []),
  ],
};

/**
 * Stores rates of distinct days and currencies, and tells of those that are new or changed, a correction with a higher
 * version; those on record with the same rate stay untouched.
 */
export async function storeExchangeRates(
  tx: Session,
  rates: readonly ExchangeRateRecord[],
): Promise<{ created: number; updated: number }> {
  const rows = await tx.query<ExchangeRateRecord & { version: number; created: boolean }>(
    `insert into exchange_rate as r (date, from_currency, to_currency, rate)
     select given.date, given."from", given."to", given.rate
       from jsonb_to_recordset($1::jsonb) as given(date date, "from" text, "to" text, rate numeric)
     on conflict (from_currency, to_currency, date) do update set rate = excluded.rate, version = r.version + 1
      where r.rate <> excluded.rate
     returning r.date::text, from_currency as "from", to_currency as "to", r.rate::text, version, xmax = 0 as created`,
    [JSON.stringify(rates)],
  );
  await emit(
    tx,
    rows.map(({ date, from, to, rate, version }) => {
      const id = `${from}-${to}-${date}`;
      return {
        type: 'plimsoll.exchange_rate.recorded.v1',
        subject: id,
        version,
        data: { id, externalId: null, source: null, date, from, to, rate: canonicalDecimal(rate) },
      };
    }),
  );
  const created = rows.filter((row) => row.created).length;
  return { created, updated: rows.length - created };
}
