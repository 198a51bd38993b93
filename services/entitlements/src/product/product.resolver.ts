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
import { listProducts, loadProduct, loadProductByExternalId } from './product.loader.js';
import { createProduct, importProducts, updateProduct } from './product.service.js';
import {
  CreateProductInput,
  Product,
  ProductConnection,
  ProductPayload,
  ProductsArgs,
  UpdateProductInput,
} from './product.types.js';

@Resolver(() => Product)
export class ProductResolver {
  @Query(() => Product, {
    nullable: true,
    description: 'The product with this id; null where there is none for you.',
  })
  product(
    @Arg('id', () => ID, { description: 'Identifier, `prd_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Product | null> {
    return loadProduct(context, id);
  }

  @Query(() => Product, {
    nullable: true,
    description: 'The product with this identifier in another system.',
  })
  productByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Product | null> {
    return loadProductByExternalId(context, source, externalId);
  }

  @Query(() => ProductConnection, { description: 'Products.' })
  async products(@Args(() => ProductsArgs) args: ProductsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listProducts(context, args), (row) => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() product: Product,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'product', product.id, args);
  }

  @Mutation(() => ProductPayload, { description: 'Creates a product. Roles: admin, manager, operator.' })
  createProduct(
    @Arg('input', () => CreateProductInput, { description: 'The new product.' }) input: CreateProductInput,
    @Ctx() context: RequestContext,
  ): Promise<ProductPayload> {
    return payload(async () => ({ product: await createProduct(context, input) }));
  }

  @Mutation(() => ProductPayload, { description: 'Changes a product. Roles: admin, manager, operator.' })
  updateProduct(
    @Arg('input', () => UpdateProductInput, { description: 'What changes.' }) input: UpdateProductInput,
    @Ctx() context: RequestContext,
  ): Promise<ProductPayload> {
    return payload(async () => ({ product: await updateProduct(context, input) }));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `products.csv`. Roles: admin, operator.' })
  importProducts(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importProducts(context, input);
  }
}
