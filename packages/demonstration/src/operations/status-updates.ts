import { PRODUCTS } from '../catalogue/catalogue.js';
import { DAY, instant, MINUTE } from '../chronology.js';
import type { Chronology } from '../chronology.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import type { Incident } from './incidents.js';

/** How many days back updates to customers are kept. */
const KEPT_DAYS = 75;

/** What customers were told about the recent incidents they felt: from the first word to the all-clear, never after `asOf`. */
export function statusUpdates(time: Chronology, incidents: Incident[]): Row[] {
  const rows: Row[] = [];
  const since = time.asOf - KEPT_DAYS * DAY;
  for (const incident of incidents) {
    if (!incident.felt || incident.planned || incident.startedAt < since) continue;
    const { startedAt, restoredAt } = incident;
    const last = restoredAt ?? time.asOf;
    const length = last - startedAt;
    const steps: [number, string, string][] = [
      [startedAt + length * 0.2, 'INVESTIGATING', `We are looking into it: ${incident.title}.`],
      [startedAt + length * 0.5, 'IDENTIFIED', 'The cause is found and we are working on it.'],
    ];
    if (restoredAt !== undefined) {
      steps.push([restoredAt, 'MONITORING', 'The service answers again; we keep watching it.']);
      steps.push([
        restoredAt + 30 * MINUTE,
        'RESOLVED',
        'This incident is over. We are sorry for the trouble.',
      ]);
    }
    const told = PRODUCTS.filter(({ key }) => incident.assets.some((asset) => asset.includes(key)));
    const components = (told.length > 0 ? told : PRODUCTS).map(({ name }) => name).join(';');
    for (const [at, status, text] of steps) {
      if (at > time.asOf) continue;
      const external_id = `UPD-${String(rows.length + 1).padStart(4, '0')}`;
      const second = Math.floor(at / 1000) * 1000;
      rows.push(
        row('status_updates', {
          external_id,
          incident: incident.id,
          at: instant(second),
          status,
          text,
          components,
        }),
      );
    }
  }
  return rows;
}
