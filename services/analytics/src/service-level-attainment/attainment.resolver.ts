import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { checkPeriod, monthsOf, OperationsIntelligence, PeriodArgs, ratioOf } from '../executive/index.js';
import { loadAttainment, loadLastDowntime, loadResponse } from './attainment.loader.js';
import { LastDowntime, SlaAttainment } from './attainment.types.js';

/** How the company does against what it has agreed. */
@Resolver(() => OperationsIntelligence)
export class AttainmentResolver {
  @FieldResolver(() => SlaAttainment, {
    description: 'How are we really doing against our SLAs? Uptime and response, met out of measured.',
  })
  async slaAttainment(
    @Root() { asOf }: OperationsIntelligence,
    @Args(() => PeriodArgs) period: PeriodArgs,
    @Ctx() context: RequestContext,
  ): Promise<SlaAttainment> {
    const slices = monthsOf(checkPeriod(period));
    const uptime = await loadAttainment(context, slices, asOf);
    const response = await loadResponse(context, slices, asOf);
    const sum = <Figures>(all: readonly Figures[], valueOf: (one: Figures) => number) =>
      all.reduce((total, one) => total + valueOf(one), 0);
    const [met, measured] = [sum(uptime, (one) => one.met), sum(uptime, (one) => one.measured)];
    const [inTime, late] = [sum(response, (one) => one.met), sum(response, (one) => one.breached)];
    return {
      overall: ratioOf(met + inTime, measured + inTime + late),
      uptime: ratioOf(met, measured),
      response: ratioOf(inTime, inTime + late),
      byMonth: slices.map(({ month }, index) => ({
        month,
        ...ratioOf(
          (uptime[index]?.met ?? 0) + (response[index]?.met ?? 0),
          (uptime[index]?.measured ?? 0) + (response[index]?.met ?? 0) + (response[index]?.breached ?? 0),
        ),
      })),
    };
  }

  @FieldResolver(() => LastDowntime, {
    nullable: true,
    description:
      'How long since our last downtime? Null where the ledger knows of none. Drill-down: `serviceLevelIntervals`.',
  })
  async lastDowntime(
    @Root() { asOf }: OperationsIntelligence,
    @Ctx() context: RequestContext,
  ): Promise<LastDowntime | null> {
    const last = await loadLastDowntime(context, asOf);
    if (last === null) return null;
    const ongoing = last.to === null || last.to > asOf.getTime();
    return {
      endedAt: ongoing || last.to === null ? null : new Date(last.to),
      secondsSince: ongoing || last.to === null ? 0 : (asOf.getTime() - last.to) / 1000,
      ongoing,
      ticket: { id: last.incidentId },
      customerCount: last.customerCount,
    };
  }
}
