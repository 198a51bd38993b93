import type { BusEvent, Projection, Session } from '@plimsoll/shared';
import { z } from 'zod';
import type { AssessedExposure } from './change-assessment.rules.js';
import { keepAnswers, markDue } from './change-assessment.store.js';

const amounts = z.array(z.object({ amount: z.string(), currency: z.string() }));

const exposure: z.ZodType<AssessedExposure> = z.object({
  customerCount: z.number(),
  unknownCustomerCount: z.number(),
  breachCount: z.number(),
  serviceCredits: amounts,
  monthlyRecurringRevenue: amounts,
  creditShare: z.number().nullable(),
  leastHeadroomSeconds: z.number().nullable(),
  customersAwake: z.number(),
  offHoursShare: z.number().nullable(),
});

const answer = z.object({
  changeVersion: z.number().int(),
  plan: z.string(),
  asOf: z.iso.datetime({ offset: true }),
  noticeHoursNeeded: z.number().nullable(),
  planned: exposure,
  failed: exposure,
});

const ledgerMove = z.object({
  impacts: z.array(z.object({ from: z.iso.datetime(), to: z.iso.datetime().nullish() })),
});

/** Takes in what analytics worked out for the changes that this service asked about. */
export const assessmentProjection: Projection = {
  producer: 'analytics',
  handlers: { 'plimsoll.change_exposure.assessed.v1': keepAssessments },
};

/** What moves the ledger puts the assessments of its months out of date: this service tells of it first. */
export const ledgerMoveProjection: Projection = {
  producer: 'assets',
  handlers: { 'plimsoll.customer_impact.recorded.v1': noteLedgerMoves },
};

async function keepAssessments(tx: Session, events: BusEvent[]): Promise<void> {
  const newest = new Map<string, BusEvent>();
  for (const event of events) {
    if ((newest.get(event.subject)?.version ?? 0) < event.version) newest.set(event.subject, event);
  }
  await keepAnswers(
    tx,
    [...newest.values()].map(({ subject, version, data }) => {
      const { asOf, ...rest } = answer.parse(data);
      return { ...rest, changeId: subject, request: version, assessedAt: asOf };
    }),
  );
}

async function noteLedgerMoves(tx: Session, events: BusEvent[]): Promise<void> {
  const impacts = events.flatMap(({ data }) => ledgerMove.parse(data).impacts);
  // An incident that no longer hits anybody does not say when it did: whatever is yet to come may be concerned.
  const cleared = events.some(({ data }) => ledgerMove.parse(data).impacts.length === 0);
  const starts = impacts.map(({ from }) => Date.parse(from));
  const lasts = cleared || impacts.some(({ to }) => to == null);
  const ends = impacts.map(({ from, to }) => Date.parse(to ?? from));
  await markDue(tx, new Date(cleared ? 0 : Math.min(...starts)), lasts ? null : new Date(Math.max(...ends)));
}
