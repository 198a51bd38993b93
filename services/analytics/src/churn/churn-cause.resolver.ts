import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, toConnection, type RequestContext } from '@plimsoll/shared';
import { loadConversion, type Reporting } from '../exchange-rate/index.js';
import { checkPeriod, OperationsIntelligence, PeriodArgs } from '../executive/index.js';
import { daysOf, quotient } from '../revenue/index.js';
import { ChurnCause } from './churn-cause.types.js';
import { loadLosses, pageOfLosses } from './churn-report.loader.js';
import { NOT_RECORDED, type LossRow } from './churn-report.store.js';
import { LostCustomerConnection } from './churn-report.types.js';
import { lostCustomerOf } from './churn-report.view.js';
import { readPrecedingTroubles } from './preceding.store.js';

/** Why customers leave. */
@Resolver(() => OperationsIntelligence)
export class ChurnCausesResolver {
  constructor(private readonly reporting: Reporting) {}

  @FieldResolver(() => [ChurnCause], {
    description:
      'The main causes of customer churn: customers that stopped paying altogether in the period, by the reason given, the most frequent first, then by reason. A loss counts on its first day (UTC) without pay; none behind `asOf` counts. `churnReport` by `REASON` tells the same with bridges; the customers behind each number: `customers`.',
  })
  async churnCauses(
    @Root() { asOf }: OperationsIntelligence,
    @Args(() => PeriodArgs) period: PeriodArgs,
    @Ctx() context: RequestContext,
  ): Promise<ChurnCause[]> {
    const days = daysOf(checkPeriod(period), asOf);
    const losses = await loadLosses(context, { days, by: 'REASON' });
    const preceding = await readPrecedingTroubles(
      context.session,
      losses.map(({ customerId, on }) => ({ customerId, on })),
    );
    const currencies = losses.flatMap(({ paid }) => paid.map(({ currency }) => currency));
    const conversion = (await loadConversion(context.session, this.reporting, currencies))(days.from);
    const byReason = new Map<string, { loss: LossRow; breaches: number; ticketDays: number }[]>();
    for (const [index, loss] of losses.entries()) {
      const reason = loss.key ?? NOT_RECORDED;
      const before = preceding[index];
      const one = {
        loss,
        breaches: (before?.breachedMonths ?? 0) + (before?.breachedClocks ?? 0),
        ticketDays: before?.ticketDays ?? 0,
      };
      const known = byReason.get(reason);
      if (known) known.push(one);
      else byReason.set(reason, [one]);
    }
    return [...byReason]
      .sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
      .map(([reason, members]) => ({
        losses: members.map(({ loss }) => loss),
        reason,
        customerCount: members.length,
        monthlyRecurringRevenue: conversion.total(members.flatMap(({ loss }) => loss.paid)).amount,
        share: quotient(members.length, losses.length),
        breachesBefore: members.reduce((sum, { breaches }) => sum + breaches, 0),
        ticketDaysBefore: members.reduce((sum, { ticketDays }) => sum + ticketDays, 0),
      }));
  }
}

/** Which customers left for a reason. */
@Resolver(() => ChurnCause)
export class ChurnCauseResolver {
  @FieldResolver(() => LostCustomerConnection, { description: 'The losses counted, the earliest first.' })
  customers(@Root() { losses }: ChurnCause, @Args(() => ConnectionArgs) page: ConnectionArgs) {
    return toConnection(pageOfLosses(losses, page), lostCustomerOf);
  }
}
