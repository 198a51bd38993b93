import { createHash } from 'node:crypto';
import { invalid } from '@plimsoll/shared';

/** The longest interval a what-if simulates. */
const LONGEST_OUTAGE_DAYS = 92;
/** The most assets a what-if takes down at once. */
const MOST_ASSETS = 1_000;

const DAY_MS = 86_400_000;

/** A what-if as it is asked. */
export interface AskedOutage {
  /** Distinct. */
  assetIds: readonly string[];
  from: Date;
  to: Date;
  state: 'UP' | 'AT_RISK' | 'DEGRADED' | 'DOWN';
  planned: boolean;
  noticeGivenAt: Date | null;
  asOf: Date;
  /** A change that is not part of the context, since the question is about it. */
  changeId: string | null;
}

/**
 * Checks a question; asset ids are made distinct.
 *
 * @throws DomainError `INVALID` naming the field: no asset or more than 1,000, an interval that is empty or longer
 *   than 92 days, notice given after the interval began
 */
export function checkOutage(asked: AskedOutage): AskedOutage {
  const assetIds = [...new Set(asked.assetIds)];
  if (assetIds.length < 1 || assetIds.length > MOST_ASSETS) {
    throw invalid(`\`assetIds\` names ${assetIds.length} assets; ask about 1 to ${MOST_ASSETS}.`, [
      'input',
      'assetIds',
    ]);
  }
  const lengthMs = asked.to.getTime() - asked.from.getTime();
  if (!(lengthMs > 0)) throw invalid('`to` has to be later than `from`.', ['input', 'to']);
  if (lengthMs > LONGEST_OUTAGE_DAYS * DAY_MS) {
    throw invalid(`The interval is longer than ${LONGEST_OUTAGE_DAYS} days.`, ['input', 'to']);
  }
  if (asked.noticeGivenAt !== null && asked.noticeGivenAt > asked.from) {
    throw invalid('`noticeGivenAt` is later than `from`: what has begun cannot be announced.', [
      'input',
      'noticeGivenAt',
    ]);
  }
  return { ...asked, assetIds };
}

/** The id of an answer: the same for the same question, however its assets are ordered, and for no other. */
export function outageImpactId(asked: AskedOutage): string {
  const question = [
    [...asked.assetIds].sort(),
    asked.from.getTime(),
    asked.to.getTime(),
    asked.state,
    asked.planned,
    asked.noticeGivenAt?.getTime() ?? null,
    asked.asOf.getTime(),
    asked.changeId,
  ];
  return `out_${createHash('sha256').update(JSON.stringify(question)).digest('hex').slice(0, 26)}`;
}
