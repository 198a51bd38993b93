import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import {
  checkPageSize,
  ConnectionArgs,
  decodeCursor,
  encodeCursor,
  ImpactState,
  invalid,
  toConnection,
  type ConnectionValue,
  type RequestContext,
} from '@plimsoll/shared';
import { Customer } from '../account/index.js';
import { affectedPage, AssetImpactConnection, stateOf } from '../asset-impact/index.js';
import { Asset, AssetConnection } from '../asset/index.js';
import { asOf } from '../asset-at/index.js';
import { AssetsArgs, listAssets, listAssetsOfCustomer } from '../asset-search/index.js';
import { customerVisibility, findNotUp, loadReach, loadState, type Reach } from './asset-state.loader.js';
import { AssetOutage, CustomerStateConnection, type CustomerState } from './asset-state.types.js';

const ORDER = 'STATE DESC';

@Resolver(() => Asset)
export class AssetStateResolver {
  @Query(() => AssetConnection, { description: 'Assets.' })
  async assets(@Args(() => AssetsArgs) args: AssetsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listAssets(context, await withStates(context, args)), (row): Asset => row);
  }

  @FieldResolver(() => ImpactState, {
    nullable: true,
    description:
      'Whether it works now: what open incidents and changes in progress do to it, through everything it depends on. UP for an asset that is planned or retired.',
  })
  state(@Root() asset: Asset, @Ctx() context: RequestContext): Promise<ImpactState | null> {
    return loadState(context, asset.id, asOf(asset));
  }

  @FieldResolver(() => AssetOutage, {
    nullable: true,
    description: 'What would be hit if it were in a state now. Null for an asset that you may not see.',
  })
  impact(
    @Root() asset: Asset,
    @Arg('state', () => ImpactState, {
      defaultValue: ImpactState.DOWN,
      description: 'The state it is put in.',
    })
    state: ImpactState,
  ): AssetOutage | null {
    return asset.status == null ? null : { assetId: asset.id, state, asOf: asOf(asset) };
  }
}

@Resolver(() => AssetOutage)
export class AssetOutageResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The version of the asset graph it is computed on: a whole number that never falls from one read to the next, the same on every process of one database; equal versions mean equal graphs. Null of a graph of the past. Staff only.',
  })
  async graphVersion(@Root() outage: AssetOutage, @Ctx() context: RequestContext): Promise<string | null> {
    // It counts the commits of everybody: others would learn from it when somebody else is at work.
    if (context.scope.kind !== 'STAFF') return null;
    return (await loadReach(context, outage)).graphVersion;
  }

  @FieldResolver(() => AssetImpactConnection, {
    description: 'The assets it makes worse, itself included; the worst first, then by id.',
  })
  async assets(
    @Root() outage: AssetOutage,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return affectedPage(context, (await loadReach(context, outage)).affected, args);
  }

  @FieldResolver(() => CustomerStateConnection, {
    description: 'The customers it makes DEGRADED or DOWN; the worst first, then by id.',
  })
  async customers(
    @Root() outage: AssetOutage,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const { customers } = await loadReach(context, outage);
    const isVisible = await customerVisibility(context);
    return customerPage(
      customers.filter((customer) => isVisible(customer.id)),
      args,
    );
  }
}

@Resolver(() => Customer)
export class CustomerAssetsResolver {
  @FieldResolver(() => AssetConnection, {
    nullable: true,
    description:
      'The assets that a placement ties to it today: by name, or by the pods and products it subscribes to.',
  })
  async assets(
    @Root() { id }: Customer,
    @Args(() => AssetsArgs) args: AssetsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listAssetsOfCustomer(context, id, await withStates(context, args));
    return toConnection(page, (row): Asset => row);
  }
}

/** The arguments with the filter by state as a filter by ids. */
async function withStates(context: RequestContext, { first, after, filter, orderBy }: AssetsArgs) {
  const { state, ...rest } = filter ?? {};
  const plain = { first, after: after ?? null, orderBy: orderBy ?? null };
  if (state == null) return { ...plain, filter: rest };
  const notUp = await findNotUp(context);
  const ids =
    state === ImpactState.UP
      ? { except: [...notUp.keys()] }
      : { only: [...notUp].filter(([, own]) => own === state).map(([id]) => id) };
  return { ...plain, filter: { ...rest, ids } };
}

/** A page of customers in their states, which come the worst first, then by id. */
export function customerPage(
  customers: Reach['customers'],
  args: ConnectionArgs,
): ConnectionValue<CustomerState> {
  checkPageSize(args.first);
  const after = args.after ? decodeCursor(ORDER, args.after) : null;
  if (after && !/^[23]$/.test(after.sortValue))
    throw invalid('`after` is not a cursor of this list.', ['after']);
  const rest = customers.filter(
    ({ id, state }) =>
      !after || state < Number(after.sortValue) || (state === Number(after.sortValue) && id > after.id),
  );
  const rows = rest.slice(0, args.first);
  return toConnection(
    {
      rows,
      cursors: rows.map(({ id, state }) => encodeCursor(ORDER, String(state), id)),
      hasNextPage: rest.length > rows.length,
      hasPreviousPage: after !== null,
      countAll: () => Promise.resolve(customers.length),
    },
    ({ id, state }) => ({ state: stateOf(state), customer: { id } }),
  );
}
