import { ConnectionArgs, connectionOf, DateTimeScalar, OrderDirection, RecordObject } from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { TenantOperation, TenantStatus } from './tenant.rules.js';

/** Where a tenant stands. */
enum TenantStatusOption {
  CREATING = 'CREATING',
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
  DELETED = 'DELETED',
}
registerEnumType(TenantStatusOption, {
  name: 'TenantStatus',
  description: 'Where a tenant stands.',
  valuesConfig: {
    CREATING: { description: 'It is made, and nobody may enter yet.' },
    ACTIVE: { description: 'Its members may enter.' },
    SUSPENDED: { description: 'It is kept with its data, and nobody may enter.' },
    DELETED: { description: 'It is gone with its data.' },
  },
});

/** What was done to a tenant. */
enum TenantOperationOption {
  CREATE = 'CREATE',
  APPLY_BRANDING = 'APPLY_BRANDING',
  ACTIVATE_CONTACTS = 'ACTIVATE_CONTACTS',
  RESIZE = 'RESIZE',
  MOVE = 'MOVE',
  SUSPEND = 'SUSPEND',
  RESUME = 'RESUME',
  DELETE = 'DELETE',
}
registerEnumType(TenantOperationOption, {
  name: 'TenantOperation',
  description: 'What was done to a tenant.',
  valuesConfig: {
    CREATE: { description: 'It was made.' },
    APPLY_BRANDING: { description: 'Its looks were set.' },
    ACTIVATE_CONTACTS: { description: 'Its members were let in.' },
    RESIZE: { description: 'Its number of units was set.' },
    MOVE: { description: 'It was moved to another pod.' },
    SUSPEND: { description: 'It was suspended.' },
    RESUME: { description: 'It was opened again.' },
    DELETE: { description: 'It was deleted.' },
  },
});

@ObjectType('TenantOperationEntry', { description: 'One operation on a tenant.' })
export class TenantOperationEntry {
  @Field(() => String, { description: 'The key it was asked for under; each is done once.' })
  key!: string;

  @Field(() => TenantOperationOption, { description: 'What was done.' })
  operation!: TenantOperation;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType('Tenant', { description: 'What a subscription runs in, as its provisioner keeps it.' })
export class Tenant extends RecordObject {
  @Field(() => TenantStatusOption, { nullable: true, description: 'Where it stands.' })
  status?: TenantStatus | null;

  @Field(() => Int, { nullable: true, description: 'Its units.' })
  quantity?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who keeps it: `embedded` for the platform itself, `webhook` for a provisioner of your own.',
  })
  provisioner?: string | null;

  @Field(() => String, { nullable: true, description: 'What its provisioner calls it.' })
  reference?: string | null;

  branding?: object | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was made.' })
  createdAt?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it is suspended; null: it is not.',
  })
  suspendedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was deleted; null: it was not.' })
  deletedAt?: Date | null;

  customerId?: string | null;
  subscriptionId?: string | null;
  podId?: string | null;
  members?: string[] | null;
}

@InputType('TenantFilter', { description: 'Which tenants; all conditions must hold.' })
export class TenantFilter {
  @Field(() => TenantStatusOption, { nullable: true, description: 'Where they stand.' })
  status?: TenantStatus | null;

  @Field(() => ID, { nullable: true, description: 'Of this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'On this pod, `pod_…`.' })
  podId?: string | null;
}

/** By what tenants are sorted. */
enum TenantOrderField {
  CREATED_AT = 'CREATED_AT',
}
registerEnumType(TenantOrderField, {
  name: 'TenantOrderField',
  description: 'By what tenants are sorted.',
  valuesConfig: { CREATED_AT: { description: 'By when they were made.' } },
});

@InputType('TenantOrder', { description: 'How tenants are sorted.' })
class TenantOrder {
  @Field(() => TenantOrderField, { description: 'By what.' })
  field!: 'CREATED_AT';

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class TenantsArgs extends ConnectionArgs {
  @Field(() => TenantFilter, { nullable: true, description: 'Which tenants; all by default.' })
  filter?: TenantFilter | null;

  @Field(() => TenantOrder, {
    nullable: true,
    description: 'How they are sorted; the oldest first by default.',
  })
  orderBy?: TenantOrder | null;
}

export const { Connection: TenantConnection } = connectionOf(() => Tenant, 'Tenant');
