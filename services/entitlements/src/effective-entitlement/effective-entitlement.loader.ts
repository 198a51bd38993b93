import type { RequestContext } from '@plimsoll/shared';
import { readableHours, workingCalendarOf } from '@plimsoll/working-time';
import {
  chooseAvailability,
  chooseTargets,
  type Choice,
  type TargetChoice,
} from './effective-entitlement.rules.js';
import { findHolding, type FoundEntitlement, type Question } from './effective-entitlement.store.js';

/** What applies to a customer's product or asset at an instant. */
export interface Effective {
  question: Question;
  /** The day it is then where the customer is, `YYYY-MM-DD`. */
  day: string;
  availability: Choice | null;
  targets: TargetChoice[];
}

/** What applies, or null where the caller does not see the customer; batched a request. */
export function loadEffectiveEntitlement(
  context: RequestContext,
  question: Question,
): Promise<Effective | null> {
  return context
    .loader<Question, Effective>(
      'effective entitlement',
      async (questions) => {
        const answers = await findHolding(context.session, questions);
        return answers.map((answer, index) => {
          const asked = questions[index];
          if (!answer || !asked) return null;
          const candidates = answer.entitlements.map(toCandidate);
          return {
            question: asked,
            day: answer.day,
            availability: chooseAvailability(candidates),
            targets: chooseTargets(candidates, asked.at.getTime()),
          };
        });
      },
      ({ customerId, productId, assetId, at }) => JSON.stringify([customerId, productId, assetId, at]),
    )
    .load(question);
}

function toCandidate({ calendar, ...found }: FoundEntitlement) {
  return {
    ...found,
    calendar: workingCalendarOf(calendar),
    hours: calendar === null ? '24x7' : readableHours(calendar.hours, calendar.timeZone),
  };
}
