import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, DateTimeScalar, toConnection, type RequestContext } from '@plimsoll/shared';
import { PeriodArgs } from '../executive/index.js';
import { IncidentReportDimension } from './incident-analysis.rules.js';
import { listIncidents, loadIncidentReport, reportedIncident } from './incident-report.loader.js';
import { IncidentReport, ReportedIncidentConnection } from './incident-report.types.js';

@ArgsType()
class IncidentReportArgs extends PeriodArgs {
  @Field(() => IncidentReportDimension, {
    defaultValue: IncidentReportDimension.MONTH,
    description: 'By what incidents are told apart.',
  })
  by!: IncidentReportDimension;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Nothing after this instant counts; null: now.',
  })
  asOf!: Date | null;
}

@ArgsType()
class ReportedIncidentsArgs extends ConnectionArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Only those of the row with this key: with `by: ASSET` the id of an asset.',
  })
  key!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those open at `asOf`, or only the others.' })
  open!: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Only those laid to this change.' })
  changeId!: string | null;
}

/** Incidents and what they have in common. */
@Resolver(() => IncidentReport)
export class IncidentReportResolver {
  @Query(() => IncidentReport, {
    nullable: true,
    description:
      'The unplanned incidents that started in a period: how many, how long they took, how often they repeat, which changes they are laid to. For staff and analysts; null for others.',
  })
  incidentReport(
    @Args(() => IncidentReportArgs) { from, to, by, asOf }: IncidentReportArgs,
    @Ctx() context: RequestContext,
  ): Promise<IncidentReport> | null {
    if (!['SYSTEM', 'STAFF', 'ANALYST'].includes(context.scope.kind)) return null;
    return loadIncidentReport(context, { from, to, by, asOf: asOf ?? context.now });
  }

  @FieldResolver(() => ReportedIncidentConnection, {
    description: 'The incidents themselves, by their start, then by id.',
  })
  async incidents(
    @Root() { by, from, to, asOf }: IncidentReport,
    @Args(() => ReportedIncidentsArgs) { key, open, changeId, ...page }: ReportedIncidentsArgs,
    @Ctx() context: RequestContext,
  ) {
    const filter = {
      by,
      from,
      to,
      asOf,
      key: key ?? null,
      open: open ?? null,
      changeId: changeId ?? null,
    };
    return toConnection(await listIncidents(context, filter, page), (row) => reportedIncident(row, asOf));
  }
}
