import { emit, type BusEvent, type Session } from '@plimsoll/shared';
import { z } from 'zod';
import { loadAccounts, loadAgreements } from '../account/index.js';
import { newestOf } from '../copy/index.js';
import { loadConversion, type Reporting } from '../exchange-rate/index.js';
import {
  customerOutagesOf,
  earliestMonthStart,
  exposureAnswer,
  type CustomerOutages,
  type ExposureAnswer,
} from '../exposure/index.js';
import { loadLedger } from '../ledger/index.js';
import { changeExposureOf, noticeHoursNeeded, type ChangeExposure } from './change-exposure.rules.js';
import { findUnanswered, keepExposures, type AnsweredExposure } from './change-exposure.store.js';

type Handler = (tx: Session, events: BusEvent[]) => Promise<void>;

const request = z.object({
  changeVersion: z.number().int(),
  plan: z.string(),
  customerOutages: z.unknown(),
  /** The same without what else happens in the window; null where nothing does. */
  aloneOutages: z.unknown(),
  /** Null where it differs from the other in not being planned alone. */
  failureOutages: z.unknown(),
});

/**
 * Answers what changes would cost: takes the requests of assets, weighs each against agreements and ledger, keeps the
 * answer and tells it. What was answered before is not answered again.
 */
export function changeExposureHandlers(reporting: Reporting): Record<string, Handler> {
  return {
    'plimsoll.change_assessment.requested.v1': async (tx, events) => {
      const requests = newestOf(events);
      const unanswered = await findUnanswered(
        tx,
        requests.map(({ subject, version }) => ({ changeId: subject, request: version })),
      );
      const answers: AnsweredExposure[] = [];
      for (const event of requests) {
        if (unanswered.has(event.subject)) answers.push(await answerTo(tx, event, reporting));
      }
      if (answers.length === 0) return;
      await keepExposures(tx, answers);
      await emit(
        tx,
        answers.map(({ request: version, ...data }) => ({
          type: 'plimsoll.change_exposure.assessed.v1',
          subject: data.changeId,
          version,
          data: { id: data.changeId, externalId: null, source: null, ...data },
        })),
      );
    },
  };
}

async function answerTo(
  tx: Session,
  { subject, version, data }: BusEvent,
  reporting: Reporting,
): Promise<AnsweredExposure> {
  const { changeVersion, plan, ...given } = request.parse(data);
  const planned = customerOutagesOf(given.customerOutages);
  const failed =
    given.failureOutages == null
      ? { ...planned, question: { ...planned.question, planned: false, noticeGivenAt: null } }
      : customerOutagesOf(given.failureOutages);
  const alone = given.aloneOutages == null ? planned : customerOutagesOf(given.aloneOutages);
  const weigh = await openScale(tx, [planned, alone, failed]);
  const asPlanned = weigh(planned);
  const ifFailed = weigh(failed);
  const { asOf } = planned.question;
  const currencies = [asPlanned, ifFailed].flatMap(({ credit, revenue }) => [
    ...credit.keys(),
    ...revenue.keys(),
  ]);
  const conversion = (await loadConversion(tx, reporting, currencies))(
    new Date(asOf).toISOString().slice(0, 10),
  );
  const told = (answer: ExposureAnswer, outages: CustomerOutages): ChangeExposure =>
    changeExposureOf(answer, outages.question, outages.customers.length, (amounts) =>
      conversion.valueOf(amounts),
    );
  return {
    changeId: subject,
    request: version,
    changeVersion,
    plan,
    asOf: new Date(asOf).toISOString(),
    noticeHoursNeeded: noticeHoursNeeded(alone === planned ? asPlanned : weigh(alone)),
    planned: told(asPlanned, planned),
    failed: told(ifFailed, failed),
  };
}

/**
 * Reads what outages of one window are weighed against; three statements. Not from memory, which is for what is
 * committed: this transaction may have written the ledger just before.
 */
async function openScale(
  tx: Session,
  outages: readonly CustomerOutages[],
): Promise<(one: CustomerOutages) => ExposureAnswer> {
  const ids = new Set(outages.flatMap(({ customers }) => customers.map(({ id }) => id)));
  const accounts = await loadAccounts(tx, [...ids]);
  const agreements = await loadAgreements(tx, accounts);
  const [{ from, asOf } = { from: 0, asOf: 0 }] = outages.map(({ question }) => question);
  const ledger = await loadLedger(tx, {
    customerIds: [...ids],
    from: earliestMonthStart(from),
    to: asOf,
    knownAt: null,
  });
  const byId = new Map(accounts.map((account) => [account.customerId, account]));
  return (one) => exposureAnswer(one, byId, agreements, ledger);
}
