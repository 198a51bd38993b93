import { ConnectionArgs, payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Customer } from '../customer/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadPartner, Partner } from '../partner/index.js';
import { loadBrandingOf, loadCompanyBranding, loadEffectiveBranding } from './branding.loader.js';
import { setBranding } from './branding.service.js';
import {
  BrandingOrigin,
  BrandingPayload,
  BrandingSettings,
  EffectiveBranding,
  SetBrandingInput,
  type Branding,
} from './branding.types.js';

/** Settings are kept flat, with the record's own fields beside those of the branding. */
function settingsOf(
  record:
    (Branding & { id: string; version: number; externalId: string | null; source: string | null }) | null,
): BrandingSettings | null {
  if (!record) return null;
  const { id, version, externalId, source, ...branding } = record;
  return { id, version, externalId, source, branding };
}

@Resolver(() => BrandingSettings)
export class BrandingResolver {
  @Query(() => BrandingSettings, {
    nullable: true,
    description: 'The branding of the company, for whatever nobody below sets; null where it has set none.',
  })
  async companyBranding(@Ctx() context: RequestContext): Promise<BrandingSettings | null> {
    return settingsOf(await loadCompanyBranding(context));
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom, when and why; newest first. Staff only.',
  })
  history(
    @Root() settings: BrandingSettings,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'branding', settings.id, args);
  }

  @Mutation(() => BrandingPayload, {
    description:
      'Sets the branding of a partner, a customer or the company, in place of all that was set before; give what the history shows to undo it. Roles: admin, manager, operator; a partner its own (an API key needs the scope ORDERS).',
  })
  setBranding(
    @Arg('input', () => SetBrandingInput, { description: 'Whose, and which.' }) input: SetBrandingInput,
    @Ctx() context: RequestContext,
  ): Promise<BrandingPayload> {
    return payload(async () => {
      const { branding, warnings } = await setBranding(context, input);
      return { branding: settingsOf(branding), warnings };
    });
  }
}

@Resolver(() => BrandingOrigin)
export class BrandingOriginResolver {
  @FieldResolver(() => Partner, {
    nullable: true,
    description: 'The partner whose branding sets it; null for another level, or where you may not see it.',
  })
  async partner(@Root() origin: BrandingOrigin, @Ctx() context: RequestContext): Promise<Partner | null> {
    return origin.partnerId === null ? null : loadPartner(context, origin.partnerId);
  }
}

@Resolver(() => Partner)
export class PartnerBrandingResolver {
  @FieldResolver(() => BrandingSettings, {
    nullable: true,
    description: 'The branding that it has set, for its customers and those of partners below it.',
  })
  async branding(@Root() partner: Partner, @Ctx() context: RequestContext): Promise<BrandingSettings | null> {
    return settingsOf(await loadBrandingOf(context, 'partner', partner.id));
  }
}

@Resolver(() => Customer)
export class CustomerBrandingResolver {
  @FieldResolver(() => BrandingSettings, { nullable: true, description: 'The branding set for it alone.' })
  async branding(
    @Root() customer: Customer,
    @Ctx() context: RequestContext,
  ): Promise<BrandingSettings | null> {
    return settingsOf(await loadBrandingOf(context, 'customer', customer.id));
  }

  @FieldResolver(() => EffectiveBranding, {
    nullable: true,
    description:
      'Under what its products appear: each field of its own branding, else of the nearest reseller that sets it, else of the company.',
  })
  effectiveBranding(@Root() customer: Customer, @Ctx() context: RequestContext): Promise<EffectiveBranding> {
    return loadEffectiveBranding(context, customer.id);
  }
}
