import type { RequestContext } from '@plimsoll/shared';
import { monthsOf } from '../executive/index.js';
import { readSuperseded, type SupersededFigures } from './month-figure.store.js';

/** Superseded figures of the calendar months (UTC) that a period touches, the latest first, at most 1,000; one statement. */
export function loadRestatements(
  { session }: RequestContext,
  period: { from: Date; to: Date },
  asOf: Date,
): Promise<SupersededFigures[]> {
  const months = monthsOf(period).map(({ month }) => month);
  const [fromMonth = '', toMonth = ''] = [months[0], months.at(-1)];
  return readSuperseded(session, { fromMonth, toMonth, asOf });
}
