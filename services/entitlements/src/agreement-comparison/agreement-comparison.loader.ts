import type { RequestContext } from '@plimsoll/shared';
import { loadAgreement, type AgreementRecord } from '../agreement/index.js';
import { loadCalendar } from '../calendar/index.js';
import {
  comparePromises,
  overallVerdict,
  type Compared,
  type ComparedPromise,
  type Verdict,
} from './agreement-comparison.rules.js';

/** Two agreements side by side, or null where the caller does not see both. */
export async function compareAgreements(
  context: RequestContext,
  firstId: string,
  secondId: string,
): Promise<{
  first: AgreementRecord;
  second: AgreementRecord;
  verdict: Verdict;
  promises: ComparedPromise[];
} | null> {
  const [first, second] = await Promise.all([
    loadAgreement(context, firstId),
    loadAgreement(context, secondId),
  ]);
  if (!first || !second) return null;
  const [a, b] = await Promise.all([withCalendar(context, first), withCalendar(context, second)]);
  const promises = comparePromises(a, b);
  return { first, second, verdict: overallVerdict(promises), promises };
}

async function withCalendar(context: RequestContext, agreement: AgreementRecord): Promise<Compared> {
  const { calendarId } = agreement;
  return { ...agreement, calendar: calendarId === null ? null : await loadCalendar(context, calendarId) };
}
