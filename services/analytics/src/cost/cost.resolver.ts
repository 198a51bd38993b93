import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ExternalIdArgs,
  ImportInput,
  ImportReport,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { Asset, Customer, Product, Queue } from '../reference/index.js';
import { listCosts, listCostsOf, loadCost, loadCostByExternalId } from './cost.loader.js';
import { classOf } from './cost.rules.js';
import { importCosts, recordCost, updateCost } from './cost.service.js';
import type { CostRecord } from './cost.store.js';
import {
  Cost,
  CostConnection,
  CostPayload,
  CostsArgs,
  RecordCostInput,
  UpdateCostInput,
} from './cost.types.js';

function shown({ amount, currency, ...record }: CostRecord): Cost {
  return { ...record, class: classOf(record), amount: { amount, currency } };
}

/** What the company spent. */
@Resolver(() => Cost)
export class CostResolver {
  @Query(() => Cost, {
    nullable: true,
    description: 'The cost with this id; null where there is none for you.',
  })
  async cost(
    @Arg('id', () => ID, { description: 'Identifier, `cst_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Cost | null> {
    const record = await loadCost(context, id);
    return record && shown(record);
  }

  @Query(() => Cost, { nullable: true, description: 'The cost with this identifier in another system.' })
  async costByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Cost | null> {
    const record = await loadCostByExternalId(context, source, externalId);
    return record && shown(record);
  }

  @Query(() => CostConnection, {
    description: 'Costs. For staff and analysts; empty for others.',
  })
  async costs(@Args(() => CostsArgs) args: CostsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listCosts(context, args), shown);
  }

  @FieldResolver(() => Asset, { nullable: true, description: 'The asset it was spent on.' })
  asset(@Root() cost: Cost): Asset | null {
    return cost.assetId === null ? null : { id: cost.assetId };
  }

  @FieldResolver(() => Queue, { nullable: true, description: 'The queue whose tickets it was spent on.' })
  queue(@Root() cost: Cost): Queue | null {
    return cost.queueId === null ? null : { id: cost.queueId };
  }

  @FieldResolver(() => Product, { nullable: true, description: 'The product it was spent on.' })
  product(@Root() cost: Cost): Product | null {
    return cost.productId === null ? null : { id: cost.productId };
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'The customer it was spent on.' })
  customer(@Root() cost: Cost): Customer | null {
    return cost.customerId === null ? null : { id: cost.customerId };
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() cost: Cost,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'cost', cost.id, args);
  }

  @Mutation(() => CostPayload, { description: 'Records a cost. Roles: admin, manager, operator.' })
  recordCost(
    @Arg('input', () => RecordCostInput, { description: 'The new cost.' }) input: RecordCostInput,
    @Ctx() context: RequestContext,
  ): Promise<CostPayload> {
    return payload(async () => ({ cost: shown(await recordCost(context, input)) }));
  }

  @Mutation(() => CostPayload, { description: 'Changes a cost. Roles: admin, manager, operator.' })
  updateCost(
    @Arg('input', () => UpdateCostInput, { description: 'What changes.' }) input: UpdateCostInput,
    @Ctx() context: RequestContext,
  ): Promise<CostPayload> {
    return payload(async () => ({ cost: shown(await updateCost(context, input)) }));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `costs.csv`. Roles: admin, operator.' })
  importCosts(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importCosts(context, input);
  }
}

/** The costs of a customer. */
@Resolver(() => Customer)
export class CustomerCostResolver {
  @FieldResolver(() => CostConnection, {
    nullable: true,
    description: 'The costs that name the customer. For staff and analysts; empty for others.',
  })
  async costs(
    @Root() customer: Customer,
    @Args(() => CostsArgs) args: CostsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listCostsOf(context, 'customer', customer.id, args);
    return page && toConnection(page, shown);
  }
}
