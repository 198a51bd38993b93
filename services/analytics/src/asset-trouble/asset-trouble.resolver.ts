import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { OperationsIntelligence } from '../executive/index.js';
import type { Reporting } from '../exchange-rate/index.js';
import { loadTroublesomeAssets } from './asset-trouble.loader.js';
import { RankedPeriodArgs, TroublesomeAsset } from './asset-trouble.types.js';
import { HitCustomerMemory } from './hit-customer.memory.js';

/** Which components are most troublesome? */
@Resolver(() => OperationsIntelligence)
export class AssetTroubleResolver {
  readonly memory = new HitCustomerMemory();

  constructor(readonly reporting: Reporting) {}

  @FieldResolver(() => [TroublesomeAsset], {
    description:
      'The assets with most on record against them in a period, the worst first: by incidents, then by seconds down, then by failed changes, then by id. Assets with nothing of these, and no credits, are left out. The incidents behind a number: `incidentReport(by: ASSET) { incidents(key: the asset) }`; the changes: `changeReport(by: ASSET) { changes(key: the asset) }`.',
  })
  troublesomeAssets(
    @Root() { asOf }: OperationsIntelligence,
    @Args(() => RankedPeriodArgs) period: RankedPeriodArgs,
    @Ctx() context: RequestContext,
  ): Promise<TroublesomeAsset[]> {
    return loadTroublesomeAssets(context, this, period, asOf);
  }
}
