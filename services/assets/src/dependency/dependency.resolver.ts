import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ImportInput,
  ImportReport,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Asset, loadAsset } from '../asset/index.js';
import { asOf, listDependenciesAt, loadAssetAt } from '../asset-at/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { importDependencies } from './dependency-import.service.js';
import { listDependencies, loadDependency } from './dependency.loader.js';
import { addDependencies, removeDependencies } from './dependency.service.js';
import type { ListedDependency } from './dependency.store.js';
import {
  AddDependenciesInput,
  DependenciesPayload,
  Dependency,
  DependencyConnection,
  RemoveDependenciesInput,
} from './dependency.types.js';

@Resolver(() => Dependency)
export class DependencyResolver {
  @Query(() => Dependency, {
    nullable: true,
    description: 'The dependency with this id, while it is in force; null where there is none for you.',
  })
  async dependency(
    @Arg('id', () => ID, { description: 'Identifier, `dep_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Dependency | null> {
    const found = await loadDependency(context, id);
    return found && toDependency(found);
  }

  @FieldResolver(() => Asset, { nullable: true, description: 'The asset that is needed.' })
  provider(@Root() dependency: Dependency, @Ctx() context: RequestContext): Promise<Asset | null> | null {
    return assetOf(context, dependency, dependency.providerId);
  }

  @FieldResolver(() => Asset, { nullable: true, description: 'The asset that needs the other.' })
  consumer(@Root() dependency: Dependency, @Ctx() context: RequestContext): Promise<Asset | null> | null {
    return assetOf(context, dependency, dependency.consumerId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() dependency: Dependency,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'dependency', dependency.id, args);
  }

  @Mutation(() => DependenciesPayload, {
    description:
      'Adds providers to a consumer, alone or to a group of it; circles are allowed. Roles: admin, manager, operator.',
  })
  addDependencies(
    @Arg('input', () => AddDependenciesInput, { description: 'What is needed.' }) input: AddDependenciesInput,
    @Ctx() context: RequestContext,
  ): Promise<DependenciesPayload> {
    return payload(async () => ({
      dependencies: (await addDependencies(context, input)).map(toDependency),
    }));
  }

  @Mutation(() => DependenciesPayload, {
    description: 'Ends dependencies, all or none. Roles: admin, manager, operator.',
  })
  removeDependencies(
    @Arg('input', () => RemoveDependenciesInput, { description: 'Which ones.' })
    input: RemoveDependenciesInput,
    @Ctx() context: RequestContext,
  ): Promise<DependenciesPayload> {
    return payload(async () => ({
      dependencies: (await removeDependencies(context, input)).map(toDependency),
    }));
  }

  @Mutation(() => ImportReport, {
    description: 'Imports rows of `dependencies.csv`. Roles: admin, operator.',
  })
  importDependencies(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importDependencies(context, input);
  }
}

@Resolver(() => Asset)
export class AssetDependenciesResolver {
  @FieldResolver(() => DependencyConnection, {
    nullable: true,
    description: 'What it needs, in the order in which it was recorded.',
  })
  dependsOn(
    @Root() asset: Asset,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return dependenciesOf(context, 'consumer', asset, args);
  }

  @FieldResolver(() => DependencyConnection, {
    nullable: true,
    description: 'What needs it, in the order in which it was recorded.',
  })
  dependents(
    @Root() asset: Asset,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return dependenciesOf(context, 'provider', asset, args);
  }
}

/** An end of a dependency: of one of the past, as it was then. */
function assetOf(
  context: RequestContext,
  dependency: Dependency,
  id: string | null | undefined,
): Promise<Asset | null> | null {
  if (id == null) return null;
  const at = asOf(dependency);
  return at ? loadAssetAt(context, id, at) : loadAsset(context, id);
}

async function dependenciesOf(
  context: RequestContext,
  role: 'consumer' | 'provider',
  asset: Asset,
  args: ConnectionArgs,
) {
  const at = asOf(asset);
  return at
    ? toConnection(await listDependenciesAt(context, role, asset.id, at, args), toDependency)
    : toConnection(await listDependencies(context, role, asset.id, args), toDependency);
}

function toDependency({ groupName, minUp, memberCount, ...row }: ListedDependency): Dependency {
  return { ...row, group: groupName === null ? null : { name: groupName, minUp, memberCount } };
}
