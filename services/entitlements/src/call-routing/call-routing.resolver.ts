import type { RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Contact, loadContact } from '../contact/index.js';
import { Customer, dayIn, loadCustomer } from '../customer/index.js';
import { Entitlement, loadEntitlement } from '../entitlement/index.js';
import { routeCall } from './call-routing.loader.js';
import { refusalOf } from './call-routing.rules.js';
import { CallRefusal, CallRouting } from './call-routing.types.js';

@Resolver(() => CallRouting)
export class CallRoutingResolver {
  @Query(() => CallRouting, {
    nullable: true,
    description:
      "Whom a call comes from, by the caller's number, a CSI the caller gives, or both: the CSI decides the customer, the number the contact. Null for callers who are not staff.",
  })
  routeCall(
    @Arg('phone', () => String, {
      nullable: true,
      description: 'The number of the caller as the telephone system tells it; compared in E.164.',
    })
    phone: string | null,
    @Arg('csi', () => String, {
      nullable: true,
      description: 'Customer support identifier in any spelling, a former one too.',
    })
    csi: string | null,
    @Ctx() context: RequestContext,
  ): Promise<CallRouting | null> {
    return routeCall(context, phone, csi);
  }

  @FieldResolver(() => Contact, {
    nullable: true,
    description: 'Who calls, where the number is that of a contact.',
  })
  async contact(@Root() call: CallRouting, @Ctx() context: RequestContext): Promise<Contact | null> {
    return call.contactId === null ? null : loadContact(context, call.contactId);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'For whom.' })
  async customer(@Root() call: CallRouting, @Ctx() context: RequestContext): Promise<Customer | null> {
    return call.customerId === null ? null : loadCustomer(context, call.customerId);
  }

  @FieldResolver(() => Entitlement, {
    nullable: true,
    description:
      'On what the call is answered: of the entitlements in force that give a support level, the one with the highest uptime target.',
  })
  async entitlement(@Root() call: CallRouting, @Ctx() context: RequestContext): Promise<Entitlement | null> {
    return call.entitlementId === null ? null : loadEntitlement(context, call.entitlementId);
  }

  @FieldResolver(() => [Customer], {
    description: 'Other customers with a contact of the same number: ask the caller for the CSI.',
  })
  async otherCustomers(@Root() call: CallRouting, @Ctx() context: RequestContext): Promise<Customer[]> {
    const found = await Promise.all(call.otherCustomerIds.map((id) => loadCustomer(context, id)));
    return found.filter((customer) => customer !== null);
  }

  @FieldResolver(() => CallRefusal, {
    nullable: true,
    description: 'Why the call is not routed any further; null: it is.',
  })
  async refusedBecause(@Root() call: CallRouting, @Ctx() context: RequestContext) {
    const customer = call.customerId === null ? null : await loadCustomer(context, call.customerId);
    return refusalOf(customer, dayIn(customer?.timeZone ?? 'UTC', context.now));
  }
}
