import type { RequestContext } from '@plimsoll/shared';
import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Customer } from '../customer/index.js';
import { Entitlement, loadEntitlement } from '../entitlement/index.js';
import { loadCasesUsed, loadStanding } from './case-allowance.loader.js';
import { refusesCases, remainingCases } from './case-allowance.rules.js';
import { CaseAllowance } from './case-allowance.types.js';

@Resolver(() => Entitlement)
export class EntitlementCasesResolver {
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'How many cases of its contract year are used: requests and incidents that closed. Contract years begin on the anniversaries of the subscription that implies it, else of its own first day.',
  })
  async casesUsed(@Root() entitlement: Entitlement, @Ctx() context: RequestContext): Promise<number | null> {
    return entitlement.customerId == null ? null : loadCasesUsed(context, entitlement.id);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'How many cases of its contract year are left, 0 or more; null: no limit.',
  })
  async casesRemaining(
    @Root() entitlement: Entitlement,
    @Ctx() context: RequestContext,
  ): Promise<number | null> {
    return entitlement.cases == null
      ? null
      : remainingCases(entitlement.cases, await loadCasesUsed(context, entitlement.id));
  }
}

@Resolver(() => Customer)
export class CustomerCaseAllowanceResolver {
  @FieldResolver(() => CaseAllowance, {
    nullable: true,
    description:
      'How it stands with its cases: of its entitlements in force today with a support level or an allowance, that of the agreement with the highest uptime target. Null where there is none.',
  })
  async caseAllowance(
    @Root() customer: Customer,
    @Ctx() context: RequestContext,
  ): Promise<CaseAllowance | null> {
    const standing = await loadStanding(context, customer.id);
    if (!standing?.entitlementId || standing.yearFrom === null || standing.yearTo === null) return null;
    const { entitlementId, allowed, used, beyond, yearFrom, yearTo } = standing;
    return {
      entitlementId,
      allowed,
      used,
      remaining: remainingCases(allowed, used),
      beyond,
      refused: refusesCases(standing),
      from: yearFrom,
      to: yearTo,
    };
  }
}

@Resolver(() => CaseAllowance)
export class CaseAllowanceResolver {
  @FieldResolver(() => Entitlement, { nullable: true, description: 'The entitlement that allows them.' })
  entitlement(
    @Root() { entitlementId }: CaseAllowance,
    @Ctx() context: RequestContext,
  ): Promise<Entitlement | null> {
    return loadEntitlement(context, entitlementId);
  }
}
