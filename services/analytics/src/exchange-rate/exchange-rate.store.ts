import type { Session } from '@plimsoll/shared';
import { Copies } from '../copy/index.js';
import type { RecordedRate } from './exchange-rate.rules.js';

/** Copies of exchange rates. */
export const exchangeRateCopies = new Copies(
  'exchange_rate',
  { date: 'date', from_currency: 'text', to_currency: 'text', rate: 'numeric' },
  { traced: true },
);

/** Forgets every rate. What processes hold of them is void with the next `account_generation`. */
export async function clearExchangeRates(tx: Session): Promise<void> {
  await tx.query('delete from exchange_rate');
}

/** A recorded rate, told by its id. */
interface RateRow extends RecordedRate {
  id: string;
}

/** What has changed since a reading of all rates. */
export interface RateChanges {
  /** Another one than before means that what was read before is void. */
  generation: number;
  /** Give it to the next reading: changes of transactions before it are all in this one. */
  since: string;
  rates: RateRow[];
}

/**
 * All rates changed by transactions at or after `since`; with null all there are. A change may come again, none is
 * missed. One statement; every viewer who is somebody sees all rates.
 */
export async function readRateChanges(session: Session, since: string | null): Promise<RateChanges> {
  const [row] = await session.query<{ generation: number; since: string; rates: RateRow[] | null }>(
    `select (select number from account_generation) as generation,
            pg_snapshot_xmin(pg_current_snapshot())::text as since,
            (select json_agg(json_build_object('id', id, 'date', date, 'from', from_currency, 'to', to_currency,
                                               'rate', rate::text))
               from exchange_rate where changed_xid >= $1::xid8) as rates`,
    [since ?? '0'],
  );
  if (!row) throw new Error('the exchange rates cannot be read');
  return { ...row, rates: row.rates ?? [] };
}
