import { payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Customer, CustomerPayload } from '../customer/index.js';
import { loadFormerCsis } from './csi.loader.js';
import { reissueCsi } from './csi.service.js';
import { ReissueCsiInput } from './csi.types.js';

@Resolver(() => Customer)
export class CsiResolver {
  @FieldResolver(() => [String], {
    nullable: true,
    description:
      'Other identifiers that find it: those it had before, and those of customers merged into it.',
  })
  async formerCsis(@Root() customer: Customer, @Ctx() context: RequestContext): Promise<string[] | null> {
    return customer.csi == null ? null : loadFormerCsis(context, customer.id);
  }

  @Mutation(() => CustomerPayload, {
    description:
      'Gives a customer another support identifier; the old one finds it still. Roles: admin, manager, operator.',
  })
  reissueCsi(
    @Arg('input', () => ReissueCsiInput, { description: 'Whose, and why.' }) input: ReissueCsiInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerPayload> {
    return payload(async () => ({ customer: await reissueCsi(context, input) }));
  }
}
