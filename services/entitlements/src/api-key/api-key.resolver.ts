import { Arg, Args, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, DateTimeScalar, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadPartner, Partner } from '../partner/index.js';
import { listApiKeys, listApiKeysOf, loadApiKey, loadSecrets } from './api-key.loader.js';
import { standingOf } from './api-key.rules.js';
import { authenticateApiKey, createApiKey, revokeApiKey, rotateApiKey } from './api-key.service.js';
import {
  ApiKey,
  ApiKeyAttempt,
  ApiKeyCaller,
  ApiKeyConnection,
  ApiKeyPayload,
  ApiKeysArgs,
  ApiKeySecret,
  ApiKeyStatus,
  CreateApiKeyInput,
  RevokeApiKeyInput,
  RotateApiKeyInput,
} from './api-key.types.js';

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @Query(() => ApiKey, {
    nullable: true,
    description: 'The API key with this id; null where there is none for you.',
  })
  apiKey(
    @Arg('id', () => ID, { description: 'Identifier, `key_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ApiKey | null> {
    return loadApiKey(context, id);
  }

  @Query(() => ApiKeyConnection, {
    description: 'API keys: all of them for staff, those of its own company for a partner.',
  })
  async apiKeys(@Args(() => ApiKeysArgs) args: ApiKeysArgs, @Ctx() context: RequestContext) {
    return toConnection<ApiKey, ApiKey>(await listApiKeys(context, args), (row) => row);
  }

  @Directive('@inaccessible')
  @Query(() => ApiKeyCaller, {
    nullable: true,
    description:
      'Whom an API key stands for. Answered to the gateway alone, which no client can ask through.',
  })
  apiKeyCaller(
    @Arg('attempt', () => ApiKeyAttempt, { description: 'What the caller sent, hashed.' })
    attempt: ApiKeyAttempt,
    @Ctx() context: RequestContext,
  ): Promise<ApiKeyCaller | null> {
    return authenticateApiKey(context, attempt);
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'The partner it acts as.' })
  partner(@Root() key: ApiKey, @Ctx() context: RequestContext): Promise<Partner | null> | null {
    return key.partnerId === undefined ? null : loadPartner(context, key.partnerId);
  }

  @FieldResolver(() => ApiKeyStatus, { nullable: true, description: 'How it stands now.' })
  status(@Root() key: ApiKey, @Ctx() { now }: RequestContext): ApiKeyStatus | null {
    const { expiresAt, revokedAt } = key;
    return expiresAt ? ApiKeyStatus[standingOf({ expiresAt, revokedAt: revokedAt ?? null }, now)] : null;
  }

  @FieldResolver(() => [ApiKeySecret], {
    nullable: true,
    description: 'Its secrets, newest first: the current one, and those that were replaced.',
  })
  secrets(@Root() key: ApiKey, @Ctx() context: RequestContext): Promise<ApiKeySecret[]> {
    return loadSecrets(context, key.id);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was last used, to the minute; null: never.',
  })
  async lastUsedAt(@Root() key: ApiKey, @Ctx() context: RequestContext): Promise<Date | null> {
    const secrets = await loadSecrets(context, key.id);
    const used = secrets.flatMap(({ lastUsedAt }) => (lastUsedAt ? [lastUsedAt.getTime()] : []));
    return used.length === 0 ? null : new Date(Math.max(...used));
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom, when and why; newest first. Staff only.',
  })
  history(
    @Root() key: ApiKey,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'api_key', key.id, args);
  }

  @Mutation(() => ApiKeyPayload, {
    description:
      'Creates an API key; its secret is told this once. Roles: admin, manager, operator; a partner for itself, signed in with a token.',
  })
  createApiKey(
    @Arg('input', () => CreateApiKeyInput, { description: 'The new key.' }) input: CreateApiKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<ApiKeyPayload> {
    return payload(() => createApiKey(context, input));
  }

  @Mutation(() => ApiKeyPayload, {
    description:
      'Gives an API key a further secret, told this once; the former ones work until the overlap ends. Roles: admin, manager, operator; a partner for itself, signed in with a token.',
  })
  rotateApiKey(
    @Arg('input', () => RotateApiKeyInput, { description: 'Which key, and for how long both work.' })
    input: RotateApiKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<ApiKeyPayload> {
    return payload(() => rotateApiKey(context, input));
  }

  @Mutation(() => ApiKeyPayload, {
    description:
      'Withdraws an API key: no gateway accepts it 10 seconds later. Roles: admin, manager, operator; a partner for itself, signed in with a token.',
  })
  revokeApiKey(
    @Arg('input', () => RevokeApiKeyInput, { description: 'Which key, and why.' }) input: RevokeApiKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<ApiKeyPayload> {
    return payload(async () => ({ apiKey: await revokeApiKey(context, input) }));
  }
}

@Resolver(() => Partner)
export class PartnerApiKeysResolver {
  @FieldResolver(() => ApiKeyConnection, {
    nullable: true,
    description: 'Its API keys; empty for a partner above or beside it.',
  })
  async apiKeys(
    @Root() partner: Partner,
    @Args(() => ApiKeysArgs) args: ApiKeysArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listApiKeysOf(context, partner.id, args);
    return page && toConnection<ApiKey, ApiKey>(page, (row) => row);
  }
}
