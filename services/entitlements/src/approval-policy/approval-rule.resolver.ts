import { payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { loadApprovalPolicy } from './approval-rule.loader.js';
import { setApprovalRule } from './approval-rule.service.js';
import { ApprovalRule, ApprovalRulePayload, SetApprovalRuleInput } from './approval-rule.types.js';

@Resolver(() => ApprovalRule)
export class ApprovalRuleResolver {
  @Query(() => [ApprovalRule], {
    description: 'How many people must agree to which orders, by tier and amount. Staff only.',
  })
  approvalPolicy(@Ctx() context: RequestContext): Promise<ApprovalRule[]> {
    return loadApprovalPolicy(context);
  }

  @Mutation(() => ApprovalRulePayload, {
    description:
      'Says how many people must agree to orders of a tier from a monthly total on. Requests that are placed already owe what they owed. Role: admin.',
  })
  setApprovalRule(
    @Arg('input', () => SetApprovalRuleInput, { description: 'The rule.' }) input: SetApprovalRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<ApprovalRulePayload> {
    return payload(async () => ({ rule: await setApprovalRule(context, input) }));
  }
}
