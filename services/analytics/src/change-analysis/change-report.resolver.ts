import { Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, DateTimeScalar, toConnection, type RequestContext } from '@plimsoll/shared';
import { PeriodArgs } from '../executive/index.js';
import { listChanges, loadChangeReport, reportedChange } from './change-report.loader.js';
import { ChangeReportDimension } from './change-report.rules.js';
import { ChangeReport, ReportedChangeConnection } from './change-report.types.js';

@ArgsType()
class ChangeReportArgs extends PeriodArgs {
  @Field(() => ChangeReportDimension, {
    defaultValue: ChangeReportDimension.KIND,
    description: 'By what changes are told apart.',
  })
  by!: ChangeReportDimension;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Nothing after this instant counts; null: now.',
  })
  asOf!: Date | null;
}

@ArgsType()
class ReportedChangesArgs extends ConnectionArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Only those of the row with this key: with `by: ASSET` the id of an asset.',
  })
  key!: string | null;

  @Field(() => String, { nullable: true, description: 'Only those with this outcome, or CANCELLED.' })
  outcome!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those to which an incident is laid, or only the others.',
  })
  harmful!: boolean | null;
}

/** Changes and what came of them. */
@Resolver(() => ChangeReport)
export class ChangeReportResolver {
  @Query(() => ChangeReport, {
    nullable: true,
    description:
      'The changes that came to their end in a period: how they came out, and which incidents are laid to them. For staff and analysts; null for others.',
  })
  changeReport(
    @Args(() => ChangeReportArgs) { from, to, by, asOf }: ChangeReportArgs,
    @Ctx() context: RequestContext,
  ): Promise<ChangeReport> | null {
    if (!['SYSTEM', 'STAFF', 'ANALYST'].includes(context.scope.kind)) return null;
    return loadChangeReport(context, { from, to, by, asOf: asOf ?? context.now });
  }

  @FieldResolver(() => ReportedChangeConnection, {
    description: 'The changes themselves, by their end, then by id.',
  })
  async changes(
    @Root() { by, from, to, asOf }: ChangeReport,
    @Args(() => ReportedChangesArgs) { key, outcome, harmful, ...page }: ReportedChangesArgs,
    @Ctx() context: RequestContext,
  ) {
    const asked = { key: key ?? null, outcome: outcome ?? null, harmful: harmful ?? null };
    return toConnection(await listChanges(context, { by, from, to, asOf, ...asked }, page), reportedChange);
  }
}
