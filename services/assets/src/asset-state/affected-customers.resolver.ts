import {
  Arg,
  Args,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { ConnectionArgs, DomainError, ImpactState, type RequestContext } from '@plimsoll/shared';
import { customerPage } from './asset-state.resolver.js';
import { loadReach } from './asset-state.loader.js';
import { CustomerStateConnection } from './asset-state.types.js';

const ANALYSTS = ['SYSTEM', 'STAFF', 'ANALYST'];
/** An instant no longer ago is now: the question was put a moment before it came here. */
const MOMENT_MS = 60_000;

@Directive('@key(fields: "id")')
@ObjectType('OperationsIntelligence', {
  description: 'What an executive team must be able to answer, as of one instant.',
})
export class OperationsIntelligence {
  @Field(() => ID, { description: 'Identifier of the question, `oin_…`: its instant.' })
  id!: string;
}

/** The question of an identifier, for whoever may ask it; null for others and where it is none. */
export function intelligenceById(id: string, { scope }: RequestContext): OperationsIntelligence | null {
  return ANALYSTS.includes(scope.kind) && /^oin_\d{1,15}$/.test(id) ? { id } : null;
}

/** What customers might be affected by changes to this particular asset? */
@Resolver(() => OperationsIntelligence)
export class AffectedCustomersResolver {
  @FieldResolver(() => CustomerStateConnection, {
    nullable: true,
    description:
      'The customers that might be affected by changes to an asset: those that its loss would make DEGRADED or DOWN, through everything that depends on it, amid all that is down at `asOf`; the worst first, then by id. Null for an asset that is not in the graph then. Which assets lie between: `Asset.impact { assets }`.',
  })
  async affectedCustomers(
    @Root() { id }: OperationsIntelligence,
    @Arg('assetId', () => ID, { description: 'The asset.' }) assetId: string,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const at = new Date(Number(id.slice('oin_'.length)));
    const asOf = at.getTime() >= context.now.getTime() - MOMENT_MS ? null : at;
    try {
      const { customers } = await loadReach(context, { assetId, state: ImpactState.DOWN, asOf });
      return customerPage(customers, args);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }
}
