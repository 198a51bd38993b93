import { ConnectionArgs, ExternalIdArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listEnvironments, loadEnvironment, loadEnvironmentByExternalId } from './environment.loader.js';
import { createEnvironment, updateEnvironment } from './environment.service.js';
import type { EnvironmentRecord } from './environment.store.js';
import {
  CreateEnvironmentInput,
  Environment,
  EnvironmentConnection,
  EnvironmentPayload,
  EnvironmentsArgs,
  UpdateEnvironmentInput,
} from './environment.types.js';

@Resolver(() => Environment)
export class EnvironmentResolver {
  @Query(() => Environment, {
    nullable: true,
    description: 'The environment with this id; null where there is none for you. Staff only.',
  })
  environment(
    @Arg('id', () => ID, { description: 'Identifier, `env_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Environment | null> {
    return loadEnvironment(context, id);
  }

  @Query(() => Environment, {
    nullable: true,
    description: 'The environment with this identifier in another system. Staff only.',
  })
  environmentByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Environment | null> {
    return loadEnvironmentByExternalId(context, source, externalId);
  }

  @Query(() => EnvironmentConnection, { description: 'Where releases are rolled out. Staff only.' })
  async environments(@Args(() => EnvironmentsArgs) args: EnvironmentsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listEnvironments(context, args), (row) => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first.',
  })
  history(
    @Root() { id }: EnvironmentRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'environment', id, args);
  }

  @Mutation(() => EnvironmentPayload, { description: 'Creates an environment. Roles: admin, manager.' })
  createEnvironment(
    @Arg('input', () => CreateEnvironmentInput, { description: 'The new environment.' })
    input: CreateEnvironmentInput,
    @Ctx() context: RequestContext,
  ): Promise<EnvironmentPayload> {
    return payload(async () => ({ environment: await createEnvironment(context, input) }));
  }

  @Mutation(() => EnvironmentPayload, { description: 'Changes an environment. Roles: admin, manager.' })
  updateEnvironment(
    @Arg('input', () => UpdateEnvironmentInput, { description: 'What changes.' })
    input: UpdateEnvironmentInput,
    @Ctx() context: RequestContext,
  ): Promise<EnvironmentPayload> {
    return payload(async () => ({ environment: await updateEnvironment(context, input) }));
  }
}
