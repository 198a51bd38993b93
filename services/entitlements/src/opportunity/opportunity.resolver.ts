import {
  ConnectionArgs,
  ExternalIdArgs,
  ImportInput,
  ImportReport,
  Money,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Customer, loadCustomer } from '../customer/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadPerson, Person } from '../person/index.js';
import { CustomerSubscription, loadSubscription } from '../subscription/index.js';
import {
  listOpportunities,
  listOpportunitiesOf,
  loadOpportunity,
  loadOpportunityByExternalId,
} from './opportunity.loader.js';
import { importOpportunities } from './opportunity-import.service.js';
import { recordOpportunity, stepOpportunity, updateOpportunity } from './opportunity.service.js';
import {
  OpportunitiesArgs,
  Opportunity,
  OpportunityConnection,
  OpportunityPayload,
  OpportunityStepInput,
  RecordOpportunityInput,
  UpdateOpportunityInput,
} from './opportunity.types.js';

@Resolver(() => Opportunity)
export class OpportunityResolver {
  @Query(() => Opportunity, {
    nullable: true,
    description: 'The opportunity with this id; null where there is none for you.',
  })
  opportunity(
    @Arg('id', () => ID, { description: 'Identifier, `opp_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Opportunity | null> {
    return loadOpportunity(context, id);
  }

  @Query(() => Opportunity, {
    nullable: true,
    description: 'The opportunity with this identifier in another system.',
  })
  opportunityByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Opportunity | null> {
    return loadOpportunityByExternalId(context, source, externalId);
  }

  @Query(() => OpportunityConnection, { description: 'Opportunities. Staff only.' })
  async opportunities(
    @Args(() => OpportunitiesArgs) args: OpportunitiesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listOpportunities(context, args), (row) => row);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'At which customer.' })
  async customer(@Root() one: Opportunity, @Ctx() context: RequestContext): Promise<Customer | null> {
    return one.customerId == null ? null : loadCustomer(context, one.customerId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who follows it up.' })
  async owner(@Root() one: Opportunity, @Ctx() context: RequestContext): Promise<Person | null> {
    return one.ownerId == null ? null : loadPerson(context, one.ownerId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who recorded it; null for the platform and for machines.',
  })
  async recordedBy(@Root() one: Opportunity, @Ctx() context: RequestContext): Promise<Person | null> {
    return one.recordedBy == null ? null : loadPerson(context, one.recordedBy);
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'Monthly recurring revenue it may bring; null: nobody has said.',
  })
  monthlyValue(@Root() { amount, currency }: Opportunity): Money | null {
    return amount == null || currency == null ? null : { amount, currency };
  }

  @FieldResolver(() => CustomerSubscription, { nullable: true, description: 'The subscription it is about.' })
  async subscription(
    @Root() one: Opportunity,
    @Ctx() context: RequestContext,
  ): Promise<CustomerSubscription | null> {
    return one.subscriptionId == null ? null : loadSubscription(context, one.subscriptionId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() one: Opportunity,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'opportunity', one.id, args);
  }

  @Mutation(() => OpportunityPayload, {
    description:
      "Records a chance to sell and hands it to its owner, by default the customer's account manager. Roles: admin, manager, operator, agent.",
  })
  recordOpportunity(
    @Arg('input', () => RecordOpportunityInput, { description: 'What was seen, and where.' })
    input: RecordOpportunityInput,
    @Ctx() context: RequestContext,
  ): Promise<OpportunityPayload> {
    return payload(async () => ({ opportunity: await recordOpportunity(context, input) }));
  }

  @Mutation(() => OpportunityPayload, {
    description: 'Changes an opportunity. Roles: admin, manager, operator, agent.',
  })
  updateOpportunity(
    @Arg('input', () => UpdateOpportunityInput, { description: 'What changes.' })
    input: UpdateOpportunityInput,
    @Ctx() context: RequestContext,
  ): Promise<OpportunityPayload> {
    return payload(async () => ({ opportunity: await updateOpportunity(context, input) }));
  }

  @Mutation(() => OpportunityPayload, {
    description:
      'Says that its owner has taken an opportunity up. Roles: admin, manager, operator; agents for opportunities they own.',
  })
  qualifyOpportunity(
    @Arg('input', () => OpportunityStepInput, { description: 'Which.' }) input: OpportunityStepInput,
    @Ctx() context: RequestContext,
  ): Promise<OpportunityPayload> {
    return payload(async () => ({ opportunity: await stepOpportunity(context, 'qualify', input) }));
  }

  @Mutation(() => OpportunityPayload, {
    description:
      'Closes an opportunity that became an order. Roles: admin, manager, operator; agents for opportunities they own.',
  })
  winOpportunity(
    @Arg('input', () => OpportunityStepInput, { description: 'Which, and why.' }) input: OpportunityStepInput,
    @Ctx() context: RequestContext,
  ): Promise<OpportunityPayload> {
    return payload(async () => ({ opportunity: await stepOpportunity(context, 'win', input) }));
  }

  @Mutation(() => OpportunityPayload, {
    description:
      'Closes an opportunity that came to nothing. Roles: admin, manager, operator; agents for opportunities they own.',
  })
  loseOpportunity(
    @Arg('input', () => OpportunityStepInput, { description: 'Which, and why.' }) input: OpportunityStepInput,
    @Ctx() context: RequestContext,
  ): Promise<OpportunityPayload> {
    return payload(async () => ({ opportunity: await stepOpportunity(context, 'lose', input) }));
  }

  @Mutation(() => OpportunityPayload, {
    description:
      'Opens an opportunity again that was won or lost by mistake. Roles: admin, manager, operator; agents for opportunities they own.',
  })
  reopenOpportunity(
    @Arg('input', () => OpportunityStepInput, { description: 'Which.' }) input: OpportunityStepInput,
    @Ctx() context: RequestContext,
  ): Promise<OpportunityPayload> {
    return payload(async () => ({ opportunity: await stepOpportunity(context, 'reopen', input) }));
  }

  @Mutation(() => ImportReport, {
    description:
      'Imports rows of `opportunities.csv`; owners named but not on record are created. Roles: admin, operator.',
  })
  importOpportunities(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importOpportunities(context, input);
  }
}

@Resolver(() => Customer)
export class CustomerOpportunitiesResolver {
  @FieldResolver(() => OpportunityConnection, {
    nullable: true,
    description: 'Chances to sell to it. Staff only.',
  })
  async opportunities(
    @Root() customer: Customer,
    @Args(() => OpportunitiesArgs) args: OpportunitiesArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listOpportunitiesOf(context, 'customer', customer.id, args);
    return page && toConnection(page, (row) => row);
  }
}

@Resolver(() => Person)
export class OwnerOpportunitiesResolver {
  @FieldResolver(() => OpportunityConnection, {
    nullable: true,
    description: 'Chances to sell that this person follows up. Staff only.',
  })
  async opportunities(
    @Root() person: Person,
    @Args(() => OpportunitiesArgs) args: OpportunitiesArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listOpportunitiesOf(context, 'owner', person.id, args);
    return page && toConnection(page, (row) => row);
  }
}
