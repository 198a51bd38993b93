import type { CopyRow, Handlers } from '../copy/index.js';
import { usageEvent } from './usage.events.js';
import { findUsedDays, keepMeasurements, refreshUsedDays, type UsedDay } from './usage.store.js';

/**
 * Keeps what customers used from entitlements' events. After the copies of merges: what was told of a customer that was
 * merged counts for the one it was merged into.
 */
export const usageHandlers: Handlers = {
  'plimsoll.usage.recorded.v1': async (tx, events) => {
    const newest = new Map<string, CopyRow>();
    const days = new Map<string, UsedDay>();
    for (const { data } of events) {
      const { customerId, records } = usageEvent.parse(data);
      for (const { component, path, ...record } of records) {
        const { id, version, at, metric } = record;
        const day = at.slice(0, 10);
        days.set(JSON.stringify([customerId, day, metric]), { customerId, day, metric });
        const known = newest.get(id);
        if (known !== undefined && known.version >= version) continue;
        newest.set(id, { ...record, customer_id: customerId, component: component ?? '', path: path ?? '' });
      }
    }
    await keepMeasurements(tx, [...newest.values()]);
    // One that is new takes nothing away from where others count.
    const mayMove = [...newest.values()].some(({ version }) => version > 1);
    await refreshUsedDays(tx, [...days.values()], mayMove);
  },
  'plimsoll.customer.merged.v1': async (tx, events) => {
    const merged = [...new Set(events.map(({ subject }) => subject))];
    await refreshUsedDays(tx, await findUsedDays(tx, merged), true);
  },
};
