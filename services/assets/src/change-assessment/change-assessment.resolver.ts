import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, DateTimeScalar, payload, type RequestContext } from '@plimsoll/shared';
import { Change } from '../change/index.js';
import type { ChangeRecord } from '../change/index.js';
import { announceChange } from './announcement.service.js';
import { listAffectedCustomers, loadAssessment } from './change-assessment.loader.js';
import { noticeNeededBy } from './change-assessment.rules.js';
import {
  AffectedCustomerConnection,
  AnnounceChangeInput,
  AnnounceChangePayload,
  ChangeAssessment,
} from './change-assessment.types.js';

@Resolver(() => Change)
export class ChangeAssessmentResolver {
  @FieldResolver(() => ChangeAssessment, {
    nullable: true,
    description:
      'What it would cost; null until that is worked out, moments after it is drafted, and without a window or assets. Staff only.',
  })
  async assessment(
    @Root() change: ChangeRecord,
    @Ctx() context: RequestContext,
  ): Promise<ChangeAssessment | null> {
    const assessment = await loadAssessment(context, change.id);
    return assessment && { ...assessment, asPlanned: assessment };
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'By when customers have to be told for every agreement hit to exclude it from availability; null where none excludes any, and until that is worked out for the plan as it is. Staff only.',
  })
  async noticeNeededBy(@Root() change: ChangeRecord, @Ctx() context: RequestContext): Promise<Date | null> {
    const assessment = await loadAssessment(context, change.id);
    return noticeNeededBy(change, assessment);
  }

  @FieldResolver(() => AffectedCustomerConnection, {
    nullable: true,
    description:
      'The customers it makes DEGRADED or DOWN by itself if carried out as planned, by id: those to be told. Staff only.',
  })
  affectedCustomers(
    @Root() change: ChangeRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return listAffectedCustomers(context, change, args);
  }

  @Mutation(() => AnnounceChangePayload, {
    description:
      'Records that customers were told of an approved or scheduled change, and says whether in time. Roles: admin, manager, operator.',
  })
  announceChange(
    @Arg('input', () => AnnounceChangeInput, { description: 'Which change, and when.' })
    input: AnnounceChangeInput,
    @Ctx() context: RequestContext,
  ): Promise<AnnounceChangePayload> {
    return payload(() => announceChange(context, input));
  }
}
