import type { BusEvent, Session } from '@plimsoll/shared';
import { newestOf } from '../copy/index.js';
import { exchangeRateEvent } from './exchange-rate.events.js';
import { exchangeRateCopies } from './exchange-rate.store.js';

/** Keeps copies of exchange rates from entitlements' events, of each day and pair of currencies the newest. */
export const exchangeRateHandlers: Record<string, (tx: Session, events: BusEvent[]) => Promise<void>> = {
  'plimsoll.exchange_rate.recorded.v1': async (tx, events) => {
    const rows = newestOf(events).map(({ subject: id, version, data }) => {
      const { date, from, to, rate } = exchangeRateEvent.parse(data);
      return { id, version, date, from_currency: from, to_currency: to, rate };
    });
    await exchangeRateCopies.keep(tx, rows);
  },
};
