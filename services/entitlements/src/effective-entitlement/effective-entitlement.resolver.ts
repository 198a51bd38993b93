import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { loadAgreement, ServiceLevelAgreement } from '../agreement/index.js';
import { Customer } from '../customer/index.js';
import { Entitlement, loadEntitlement } from '../entitlement/index.js';
import { loadEffectiveEntitlement } from './effective-entitlement.loader.js';
import {
  EffectiveAvailability,
  EffectiveEntitlement,
  EffectiveEntitlementArgs,
  EffectiveTarget,
  WeighedEntitlement,
} from './effective-entitlement.types.js';

const DESCRIPTION =
  'Which entitlement and agreement apply to a product or an asset at an instant, and why; with an asset and a product the entitlements to either count, with neither all that the customer has.';

@Resolver()
export class EffectiveEntitlementResolver {
  @Query(() => EffectiveEntitlement, {
    nullable: true,
    description: `${DESCRIPTION} Null where you do not see the customer.`,
  })
  effectiveEntitlement(
    @Arg('customerId', () => ID, { description: 'The customer, `cus_…`.' }) customerId: string,
    @Args(() => EffectiveEntitlementArgs) args: EffectiveEntitlementArgs,
    @Ctx() context: RequestContext,
  ): Promise<EffectiveEntitlement | null> {
    return answer(context, customerId, args);
  }
}

@Resolver(() => Customer)
export class CustomerEffectiveEntitlementResolver {
  @FieldResolver(() => EffectiveEntitlement, { nullable: true, description: DESCRIPTION })
  effectiveEntitlement(
    @Root() customer: Customer,
    @Args(() => EffectiveEntitlementArgs) args: EffectiveEntitlementArgs,
    @Ctx() context: RequestContext,
  ): Promise<EffectiveEntitlement | null> {
    return answer(context, customer.id, args);
  }
}

async function answer(
  context: RequestContext,
  customerId: string,
  { productId = null, assetId = null, at }: EffectiveEntitlementArgs,
): Promise<EffectiveEntitlement | null> {
  const found = await loadEffectiveEntitlement(context, {
    customerId,
    productId,
    assetId,
    at: at ?? context.now,
  });
  if (!found) return null;
  const { question, day, availability, targets } = found;
  return {
    at: question.at,
    day,
    availability: availability && { ...availability, candidates: shown(availability.candidates) },
    targets: targets.map((target) => ({
      ...target,
      dueAt: new Date(target.dueAt),
      candidates: shown(target.candidates),
    })),
  };
}

function shown(candidates: readonly (Omit<WeighedEntitlement, 'dueAt'> & { dueAt: number | null })[]) {
  return candidates.map((one) => ({ ...one, dueAt: one.dueAt === null ? null : new Date(one.dueAt) }));
}

interface Given {
  entitlementId: string;
  agreementId: string;
}

@Resolver(() => EffectiveAvailability)
export class EffectiveAvailabilityResolver {
  @FieldResolver(() => Entitlement, { nullable: true, description: 'Which entitlement gives it.' })
  entitlement(@Root() { entitlementId }: Given, @Ctx() context: RequestContext): Promise<Entitlement | null> {
    return loadEntitlement(context, entitlementId);
  }

  @FieldResolver(() => ServiceLevelAgreement, { nullable: true, description: 'The agreement that rules.' })
  agreement(
    @Root() { agreementId }: Given,
    @Ctx() context: RequestContext,
  ): Promise<ServiceLevelAgreement | null> {
    return loadAgreement(context, agreementId);
  }
}

@Resolver(() => EffectiveTarget)
export class EffectiveTargetResolver {
  @FieldResolver(() => Entitlement, { nullable: true, description: 'Which entitlement gives it.' })
  entitlement(@Root() { entitlementId }: Given, @Ctx() context: RequestContext): Promise<Entitlement | null> {
    return loadEntitlement(context, entitlementId);
  }

  @FieldResolver(() => ServiceLevelAgreement, { nullable: true, description: 'The agreement it is under.' })
  agreement(
    @Root() { agreementId }: Given,
    @Ctx() context: RequestContext,
  ): Promise<ServiceLevelAgreement | null> {
    return loadAgreement(context, agreementId);
  }
}

@Resolver(() => WeighedEntitlement)
export class WeighedEntitlementResolver {
  @FieldResolver(() => Entitlement, { nullable: true, description: 'The entitlement.' })
  entitlement(@Root() { entitlementId }: Given, @Ctx() context: RequestContext): Promise<Entitlement | null> {
    return loadEntitlement(context, entitlementId);
  }

  @FieldResolver(() => ServiceLevelAgreement, { nullable: true, description: 'Its agreement.' })
  agreement(
    @Root() { agreementId }: Given,
    @Ctx() context: RequestContext,
  ): Promise<ServiceLevelAgreement | null> {
    return loadAgreement(context, agreementId);
  }
}
