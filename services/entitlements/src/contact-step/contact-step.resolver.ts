import { payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import {
  activateContact,
  deactivateContact,
  designateContact,
  maySignIn,
  replaceDesignatedContact,
  undesignateContact,
} from './contact-step.service.js';
import {
  ActivateContactInput,
  DeactivateContactInput,
  DesignateContactInput,
  ReplaceDesignatedContactInput,
  ReplaceDesignatedContactPayload,
} from './contact-step.types.js';
import { ContactPayload } from '../contact/index.js';

const WHO =
  "Roles: admin, manager, operator, agent; partners for their customers; the company's own designated contacts.";

@Resolver()
export class ContactStepResolver {
  @Directive('@inaccessible')
  @Query(() => Boolean, {
    description:
      'Whether a contact may sign in: all but deactivated ones. Answered to the gateway alone, which no client can ask through.',
  })
  contactMaySignIn(
    @Arg('id', () => ID, { description: 'The contact, `con_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<boolean> {
    return maySignIn(context, id);
  }

  @Mutation(() => ContactPayload, {
    description: `Lets a contact sign in and ask for support again; one that is active stays as it is. ${WHO}`,
  })
  activateContact(
    @Arg('input', () => ActivateContactInput, { description: 'Whom, and why.' }) input: ActivateContactInput,
    @Ctx() context: RequestContext,
  ): Promise<ContactPayload> {
    return payload(async () => ({ contact: await activateContact(context, input) }));
  }

  @Mutation(() => ContactPayload, {
    description: `Keeps a contact from signing in and asking for support; a designation is taken away. ${WHO}`,
  })
  deactivateContact(
    @Arg('input', () => DeactivateContactInput, { description: 'Whom, and why.' })
    input: DeactivateContactInput,
    @Ctx() context: RequestContext,
  ): Promise<ContactPayload> {
    return payload(async () => ({ contact: await deactivateContact(context, input) }));
  }

  @Mutation(() => ContactPayload, {
    description: `Names a contact to deal with support; refused with \`DESIGNATED_MAXIMUM\` where the support level allows no further one. ${WHO}`,
  })
  designateContact(
    @Arg('input', () => DesignateContactInput, { description: 'Whom, and why.' })
    input: DesignateContactInput,
    @Ctx() context: RequestContext,
  ): Promise<ContactPayload> {
    return payload(async () => ({ contact: await designateContact(context, input) }));
  }

  @Mutation(() => ContactPayload, {
    description: `Takes a contact's designation away; one that has none stays as it is. ${WHO}`,
  })
  undesignateContact(
    @Arg('input', () => DesignateContactInput, { description: 'Whose, and why.' })
    input: DesignateContactInput,
    @Ctx() context: RequestContext,
  ): Promise<ContactPayload> {
    return payload(async () => ({ contact: await undesignateContact(context, input) }));
  }

  @Mutation(() => ReplaceDesignatedContactPayload, {
    description: `Hands the designation of one contact to another of the same customer, both or neither. ${WHO}`,
  })
  replaceDesignatedContact(
    @Arg('input', () => ReplaceDesignatedContactInput, { description: 'Who, by whom, and why.' })
    input: ReplaceDesignatedContactInput,
    @Ctx() context: RequestContext,
  ): Promise<ReplaceDesignatedContactPayload> {
    return payload(() => replaceDesignatedContact(context, input));
  }
}
