import { checkPageSize, type RequestContext } from '@plimsoll/shared';
import { z } from 'zod';
import { loadConversion, type Reporting } from '../exchange-rate/index.js';
import { customerOutagesOf, earliestMonthStart, type ExposureMemory } from '../exposure/index.js';
import {
  bestSlots,
  candidateStarts,
  horizonMs,
  withConflicts,
  type RankedSlot,
} from './safe-window.rules.js';
import { slotFigures, type SlotFacts } from './slot-figures.rules.js';

/** What is asked of the slots of a change. */
export interface SafeWindowQuestion {
  /** ISO 8601 length of time. */
  readonly within: string;
  readonly first: number;
  readonly noticeGivenAt?: Date | null;
}

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const blockedForm = z.object({
  durationMs: z.number().int().positive(),
  times: z.array(z.object({ from: instant, to: instant, isBlocking: z.boolean() })),
});

/**
 * The best slots for a change, best first, by what assets hands over of it. For staff, who see every customer: accounts
 * and ledger come from memory, two statements a request whatever the number of changes, and one for exchange rates.
 *
 * @throws DomainError `INVALID` for a horizon above 90 days or a number outside 1–100
 */
export async function loadSafeWindows(
  context: RequestContext,
  change: { planOutages: unknown; blockedTimes: unknown },
  asked: SafeWindowQuestion,
  memory: ExposureMemory,
  reporting: Reporting,
): Promise<RankedSlot[]> {
  checkPageSize(asked.first);
  const horizon = horizonMs(asked.within);
  const simulated = customerOutagesOf(change.planOutages);
  const { durationMs, times } = blockedForm.parse(change.blockedTimes);
  const { question } = simulated;
  const noticeGivenAt = asked.noticeGivenAt?.getTime() ?? question.noticeGivenAt;
  const outages = { ...simulated, question: { ...question, noticeGivenAt } };
  const starts = candidateStarts(question.from, horizon);

  const facts = await loadFacts(context, question, memory);
  const slots = slotFigures(outages, durationMs, starts, facts);
  const ranked = withConflicts(
    slots,
    times.filter(({ from, to }) => from < to),
  );
  const currencies = new Set(slots.flatMap(({ credit, revenue }) => [...credit.keys(), ...revenue.keys()]));
  const conversionOn = await loadRates(context, reporting, [...currencies]);
  const conversion = conversionOn(new Date(question.asOf).toISOString().slice(0, 10));
  return bestSlots(ranked, asked.first, (amounts) => conversion.valueOf(amounts));
}

/** Accounts, agreements and ledger as of this moment, once a request: the changes of one answer have one `asOf`. */
async function loadFacts(
  context: RequestContext,
  { from, asOf }: { from: number; asOf: number },
  memory: ExposureMemory,
): Promise<SlotFacts> {
  const since = earliestMonthStart(from);
  const facts = await context
    .loader<string, SlotFacts>('safe-window-facts', async (keys) => {
      const { accounts, agreements } = await memory.accounts.upToDate(context.session);
      const all: SlotFacts[] = [];
      for (const key of keys) {
        const [start = 0, end = 0] = key.split(' ').map(Number);
        const ledger = start < end ? await memory.ledger.upToDate(context.session, start, end) : new Map();
        all.push({ accounts, agreements, ledger });
      }
      return all;
    })
    .load(`${since} ${asOf}`);
  return facts!;
}

type ConversionOn = Awaited<ReturnType<typeof loadConversion>>;

/** Exchange rates for these currencies, read together for all changes of a request. */
async function loadRates(
  context: RequestContext,
  reporting: Reporting,
  currencies: readonly string[],
): Promise<ConversionOn> {
  const conversion = await context
    .loader<readonly string[], ConversionOn>(
      'safe-window-rates',
      async (sets) => {
        const loaded = await loadConversion(context.session, reporting, sets.flat());
        return sets.map(() => loaded);
      },
      (set) => [...set].sort().join(),
    )
    .load(currencies);
  return conversion!;
}
