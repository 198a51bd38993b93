import { JsonScalar, type RequestContext } from '@plimsoll/shared';
import { Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { approvalsOwed } from './change-approval.service.js';

@Directive('@key(fields: "id")')
@ObjectType('AgentDesk', { description: 'What a member of staff works on.' })
export class AgentDesk {
  @Field(() => ID, { description: 'The person, `per_…`.' })
  id!: string;
}

/** A change that waits for somebody's decision, as the subgraph that keeps work lists reads it. */
interface OwedApproval {
  changeId: string;
  /** When the change is to begin, ISO; null where that is open. */
  neededBy: string | null;
}

/** What the subgraph that keeps work lists needs of changes; hidden from clients. */
@Resolver(() => AgentDesk)
export class OwedApprovalResolver {
  @Directive('@inaccessible')
  @FieldResolver(() => JsonScalar, {
    nullable: true,
    description: 'The changes that wait for the decision of whoever asks, for the subgraph of work lists.',
  })
  async owedApprovals(@Root() { id }: AgentDesk, @Ctx() context: RequestContext): Promise<OwedApproval[]> {
    if (id !== context.principal.personId) return [];
    const changes = await approvalsOwed(context);
    return changes.map((change) => ({
      changeId: change.id,
      neededBy: change.windowFrom?.toISOString() ?? null,
    }));
  }
}
