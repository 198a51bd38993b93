import { ConnectionArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Product } from '../account/index.js';
import { Asset, loadAsset } from '../asset/index.js';
import { ChangeTemplate, loadTemplate } from '../change-template/index.js';
import { Environment, loadEnvironment } from '../environment/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listDeployerRules, loadDeployerRule } from './deployer-rule.loader.js';
import { createDeployerRule, updateDeployerRule } from './deployer-rule.service.js';
import type { DeployerRuleRecord } from './deployer-rule.store.js';
import {
  CreateDeployerRuleInput,
  DeployerRule,
  DeployerRuleConnection,
  DeployerRulePayload,
  DeployerRulesArgs,
  UpdateDeployerRuleInput,
} from './deployer-rule.types.js';

@Resolver(() => DeployerRule)
export class DeployerRuleResolver {
  @Query(() => DeployerRule, {
    nullable: true,
    description: 'The rule with this id; null where there is none for you. Staff only.',
  })
  deployerRule(
    @Arg('id', () => ID, { description: 'Identifier, `drl_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<DeployerRule | null> {
    return loadDeployerRule(context, id);
  }

  @Query(() => DeployerRuleConnection, {
    description: 'What deployments told by deployers mean here. Staff only.',
  })
  async deployerRules(
    @Args(() => DeployerRulesArgs) args: DeployerRulesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listDeployerRules(context, args), (row) => row);
  }

  @FieldResolver(() => Product, { nullable: true, description: 'The product that releases belong to.' })
  product(@Root() { productId }: DeployerRuleRecord): Product | null {
    return productId === null ? null : { id: productId };
  }

  @FieldResolver(() => [Asset], { nullable: true, description: 'The assets that are deployed.' })
  async assets(@Root() { assetIds }: DeployerRuleRecord, @Ctx() context: RequestContext): Promise<Asset[]> {
    const assets = await Promise.all(assetIds.map((id) => loadAsset(context, id)));
    return assets.filter((asset) => asset !== null);
  }

  @FieldResolver(() => Environment, { nullable: true, description: 'The environment that is deployed to.' })
  environment(
    @Root() { environmentId }: DeployerRuleRecord,
    @Ctx() context: RequestContext,
  ): Promise<Environment | null> | null {
    return environmentId === null ? null : loadEnvironment(context, environmentId);
  }

  @FieldResolver(() => ChangeTemplate, {
    nullable: true,
    description: 'The template by which a standard change is made of each deployment; null: none is made.',
  })
  template(
    @Root() { templateId }: DeployerRuleRecord,
    @Ctx() context: RequestContext,
  ): Promise<ChangeTemplate | null> | null {
    return templateId === null ? null : loadTemplate(context, templateId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first.',
  })
  history(
    @Root() { id }: DeployerRuleRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'deployer_rule', id, args);
  }

  @Mutation(() => DeployerRulePayload, {
    description: 'Says what deployments mean here. Roles: admin, manager.',
  })
  createDeployerRule(
    @Arg('input', () => CreateDeployerRuleInput, { description: 'The new rule.' })
    input: CreateDeployerRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<DeployerRulePayload> {
    return payload(async () => ({ deployerRule: await createDeployerRule(context, input) }));
  }

  @Mutation(() => DeployerRulePayload, {
    description: 'Changes a rule, or puts it out of use. Roles: admin, manager.',
  })
  updateDeployerRule(
    @Arg('input', () => UpdateDeployerRuleInput, { description: 'What changes.' })
    input: UpdateDeployerRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<DeployerRulePayload> {
    return payload(async () => ({ deployerRule: await updateDeployerRule(context, input) }));
  }
}
