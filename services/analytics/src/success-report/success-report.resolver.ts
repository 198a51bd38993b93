import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { DateTime } from 'luxon';
import { checkPeriod, PeriodArgs, ratioOf, type Period } from '../executive/index.js';
import { Customer } from '../reference/index.js';
import { loadDataAsOf } from '../freshness/index.js';
import { checkLocale, periodText } from '../report-schedule/index.js';
import { successPage } from './success-page.js';
import { loadNames, loadSuccess } from './success-report.loader.js';
import { SuccessReport } from './success-report.types.js';

/** What a customer got. */
@Resolver(() => Customer)
export class SuccessReportResolver {
  @FieldResolver(() => SuccessReport, {
    nullable: true,
    description:
      'What the customer got in a period: uptime, answers, use and what it reached. For whoever sees the customer, its contacts too.',
  })
  async successReport(
    @Root() customer: Customer,
    @Args(() => PeriodArgs) args: PeriodArgs,
    @Ctx() context: RequestContext,
  ): Promise<SuccessReport | null> {
    const period = checkPeriod(args);
    const success = await loadSuccess(context, customer.id, period);
    if (success === null) return null;
    const { desk, products, uptime, usage, milestones } = success;
    return {
      ...period,
      customerId: customer.id,
      uptime,
      products: products.map(({ productId, measured, met, countedSeconds, ...one }) => ({
        product: { id: productId },
        uptime: one.uptime,
        monthsMet: ratioOf(met, measured),
        countedSeconds: Number(countedSeconds),
      })),
      response: desk.response.map(({ target, met, breached }) => ({
        target,
        met: ratioOf(met, met + breached),
      })),
      answers: {
        ticketsOpened: desk.opened,
        ticketsResolved: desk.resolved,
        openTicketCount: desk.open,
        firstContactResolution: ratioOf(desk.firstContact, desk.resolved),
        medianFirstResponseSeconds: desk.medianFirstResponseSeconds,
        medianResolutionSeconds: desk.medianResolutionSeconds,
      },
      satisfaction: desk.meanRating,
      ratingCount: desk.ratings,
      usage: [...usage],
      milestones: [...milestones],
    };
  }
}

/** The report as its reader gets it. */
@Resolver(() => SuccessReport)
export class SuccessPageResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The report as one HTML page to be shown or printed, in the customer's time zone; in UTC where the period is of whole days there alone.",
  })
  async html(
    @Root() report: SuccessReport,
    @Arg('locale', () => String, {
      defaultValue: 'en-GB',
      description: 'How figures and dates are written (BCP 47).',
    })
    given: string,
    @Ctx() context: RequestContext,
  ): Promise<string | null> {
    const locale = checkLocale(given);
    const names = await loadNames(context, report.customerId);
    if (names === null) return null;
    const timeZone = zoneOf(report, names.timeZone);
    return successPage(report, {
      ...names,
      timeZone,
      locale,
      period: periodText(report, timeZone, locale),
      dataAsOf: await loadDataAsOf(context),
    });
  }
}

/** The zone in which a period is of whole days: the customer's, else UTC; the customer's where it is in neither. */
function zoneOf({ from, to }: Period, timeZone: string): string {
  const isWholeIn = (zone: string) =>
    [from, to].every((instant) => {
      const local = DateTime.fromJSDate(instant, { zone });
      return +local === +local.startOf('day');
    });
  return !isWholeIn(timeZone) && isWholeIn('UTC') ? 'UTC' : timeZone;
}
