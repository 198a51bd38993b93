import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateTimeScalar,
  DurationScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';

/** What a key may be used for; the values are those of `KEY_SCOPES`. */
export enum ApiKeyScope {
  READ = 'READ',
  ORDERS = 'ORDERS',
  SUPPORT = 'SUPPORT',
  CONTACTS = 'CONTACTS',
}
registerEnumType(ApiKeyScope, {
  name: 'ApiKeyScope',
  description: 'What an API key may be used for.',
  valuesConfig: {
    READ: { description: 'Every query, and reading what a mutation answers in other services.' },
    ORDERS: {
      description: 'Placing and cancelling orders, and what customers and subscriptions need for it.',
    },
    SUPPORT: { description: 'Opening tickets, replying to them, closing and reopening them.' },
    CONTACTS: { description: "Maintaining the customers' contacts." },
  },
});

/** How a key stands. */
export enum ApiKeyStatus {
  ACTIVE = 'ACTIVE',
  EXPIRED = 'EXPIRED',
  REVOKED = 'REVOKED',
}
registerEnumType(ApiKeyStatus, {
  name: 'ApiKeyStatus',
  description: 'How an API key stands.',
  valuesConfig: {
    ACTIVE: { description: 'It is accepted.' },
    EXPIRED: { description: 'Its time is over.' },
    REVOKED: { description: 'It was withdrawn.' },
  },
});

@ObjectType('ApiKeySecret', {
  description: 'A secret of an API key, of which only the public part is shown.',
})
export class ApiKeySecret {
  @Field(() => String, { description: 'The 12 characters after `plk_`, by which its owner recognises it.' })
  hint!: string;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'From when on it is not accepted because another one replaced it; null: it is the current one.',
  })
  validUntil!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was last used, to the minute; null: never.',
  })
  lastUsedAt!: Date | null;
}

@Directive('@key(fields: "id")')
@ObjectType('ApiKey', {
  description: "A key by which a partner's own system calls the platform and acts as exactly this partner.",
})
export class ApiKey extends RecordObject {
  partnerId?: string;

  @Field(() => String, { nullable: true, description: 'What it is for, in the words of whoever made it.' })
  name?: string;

  @Field(() => [ApiKeyScope], { nullable: true, description: 'What it may be used for.' })
  scopes?: string[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was made.' })
  createdAt?: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'From when on it is not accepted.' })
  expiresAt?: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it last got another secret.' })
  rotatedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was withdrawn; null: it was not.' })
  revokedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was withdrawn.' })
  revokeReason?: string | null;
}

@InputType('ApiKeyFilter', { description: 'Which API keys; every field given must hold.' })
export class ApiKeyFilter {
  @Field(() => ID, { nullable: true, description: 'Keys of this partner, `par_…`.' })
  partnerId?: string | null;

  @Field(() => ApiKeyStatus, { nullable: true, description: 'Keys that stand so now.' })
  status?: ApiKeyStatus | null;

  @Field(() => ApiKeyScope, { nullable: true, description: 'Keys that have this scope.' })
  scope?: ApiKeyScope | null;

  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;
}

/** By what keys are sorted. */
export enum ApiKeyOrderField {
  CREATED_AT = 'CREATED_AT',
  EXPIRES_AT = 'EXPIRES_AT',
  NAME = 'NAME',
}
registerEnumType(ApiKeyOrderField, {
  name: 'ApiKeyOrderField',
  description: 'By what API keys are sorted.',
  valuesConfig: {
    CREATED_AT: { description: 'When they were made.' },
    EXPIRES_AT: { description: 'When they end.' },
    NAME: { description: 'Name.' },
  },
});

@InputType('ApiKeyOrder', { description: 'How API keys are sorted.' })
export class ApiKeyOrder {
  @Field(() => ApiKeyOrderField, { description: 'By what.' })
  field!: ApiKeyOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class ApiKeysArgs extends ConnectionArgs {
  @Field(() => ApiKeyFilter, { nullable: true, description: 'Which keys; all you may see when absent.' })
  filter?: ApiKeyFilter | null;

  @Field(() => ApiKeyOrder, { nullable: true, description: 'How they are sorted; newest first when absent.' })
  orderBy?: ApiKeyOrder | null;
}

export const { Connection: ApiKeyConnection } = connectionOf(() => ApiKey, 'ApiKey');

@InputType('CreateApiKeyInput', { description: 'A new API key.' })
export class CreateApiKeyInput extends CreateInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Whose it is, `par_…`; a partner leaves it out or names itself.',
  })
  partnerId?: string | null;

  @Field(() => String, { description: 'What it is for, 1–200 characters; no personal data.' })
  name!: string;

  @Field(() => [ApiKeyScope], { description: 'What it may be used for; at least one.' })
  scopes!: ApiKeyScope[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'From when on it is not accepted; at most five years ahead, in 365 days when absent.',
  })
  expiresAt?: Date | null;
}

@InputType('RotateApiKeyInput', { description: 'A further secret for an API key.' })
export class RotateApiKeyInput extends UpdateInput {
  @Field(() => DurationScalar, {
    defaultValue: 'P1D',
    description: 'How long the former secrets still work, `PT0S` to `P30D`.',
  })
  overlap!: string;

  @Field(() => String, { nullable: true, description: 'Why, 1–500 characters.' })
  reason?: string | null;
}

@InputType('RevokeApiKeyInput', { description: 'Which API key is withdrawn, and why.' })
export class RevokeApiKeyInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–500 characters.' })
  reason!: string;
}

@ObjectType('ApiKeyPayload', { description: 'What became of an API key.' })
export class ApiKeyPayload {
  @Field(() => ApiKey, { nullable: true, description: 'The key as it is now; null where nothing was done.' })
  apiKey?: ApiKey | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What to send as `Authorization: Bearer …` or `X-API-Key`. Told this once and kept nowhere: null when the same request is repeated. A lost one is replaced with `rotateApiKey`.',
  })
  secret?: string | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('ApiKeyAttempt')
@Directive('@inaccessible')
export class ApiKeyAttempt {
  @Field(() => String, { description: 'The public part of what a caller sent.' })
  hint!: string;

  @Field(() => String, { description: 'SHA-256 of all that the caller sent, in hexadecimal.' })
  hash!: string;
}

@Directive('@inaccessible')
@ObjectType('ApiKeyCaller', { description: 'Whom an API key stands for.' })
export class ApiKeyCaller {
  @Field(() => ID, { description: 'The key, `key_…`.' })
  keyId!: string;

  @Field(() => ID, { description: 'The partner it acts as, `par_…`.' })
  partnerId!: string;

  @Field(() => [String], { description: 'What it may be used for.' })
  scopes!: string[];

  @Field(() => DateTimeScalar, { description: 'From when on this secret is not accepted.' })
  validUntil!: Date;
}
