import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { ConnectionArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { listBiLogins } from './bi-login.loader.js';
import { createBiLogin, revokeBiLogin } from './bi-login.service.js';
import {
  BiLogin,
  BiLoginConnection,
  BiLoginPayload,
  CreateBiLoginInput,
  RevokeBiLoginInput,
} from './bi-login.types.js';

/** Logins for programs that speak SQL. */
@Resolver(() => BiLogin)
export class BiLoginResolver {
  @Query(() => BiLoginConnection, {
    nullable: true,
    description: 'The logins for SQL, in force and ended, by name. Null for whoever is no admin.',
  })
  async biLogins(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() context: RequestContext) {
    const page = await listBiLogins(context, args);
    return page && toConnection(page, (record) => record);
  }

  @Mutation(() => BiLoginPayload, {
    description:
      'Makes a login that reads the views of schema `bi`, with a password that is shown once. Role: admin.',
  })
  createBiLogin(
    @Arg('input', () => CreateBiLoginInput, { description: 'The new login.' }) input: CreateBiLoginInput,
    @Ctx() context: RequestContext,
  ): Promise<BiLoginPayload> {
    return payload(async () => {
      const { record, password } = await createBiLogin(context, input);
      return { biLogin: record, password };
    });
  }

  @Mutation(() => BiLoginPayload, { description: 'Ends a login and its connections at once. Role: admin.' })
  revokeBiLogin(
    @Arg('input', () => RevokeBiLoginInput, { description: 'Which.' }) input: RevokeBiLoginInput,
    @Ctx() context: RequestContext,
  ): Promise<BiLoginPayload> {
    return payload(async () => ({ biLogin: await revokeBiLogin(context, input) }));
  }
}
