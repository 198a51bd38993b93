import { ArgsType, Directive, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';

@Directive('@key(fields: "id")')
@ObjectType('Product', {
  description: 'What customers subscribe to through plans; availability is measured for each.',
})
export class Product extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name, as sold.' })
  name?: string | null;
}

@InputType('ProductFilter', { description: 'Which products; all conditions must hold.' })
export class ProductFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;
}

/** By what products are sorted. */
export enum ProductOrderField {
  NAME = 'NAME',
}
registerEnumType(ProductOrderField, {
  name: 'ProductOrderField',
  description: 'By what products are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('ProductOrder', { description: 'How products are sorted.' })
export class ProductOrder {
  @Field(() => ProductOrderField, { description: 'By what.' })
  field!: ProductOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class ProductsArgs extends ConnectionArgs {
  @Field(() => ProductFilter, { nullable: true, description: 'Which products; all by default.' })
  filter?: ProductFilter | null;

  @Field(() => ProductOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: ProductOrder | null;
}

export const { Connection: ProductConnection } = connectionOf(() => Product, 'Product');

@ObjectType('ProductPayload', { description: 'The product after a mutation, or why nothing changed.' })
export class ProductPayload {
  @Field(() => Product, { nullable: true, description: 'The product as it is now; null when refused.' })
  product?: Product | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateProductInput', { description: 'A new product.' })
export class CreateProductInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters.' })
  name!: string;
}

@InputType('UpdateProductInput', {
  description: 'Changes to a product; a field that is left out stays as it is.',
})
export class UpdateProductInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;
}
