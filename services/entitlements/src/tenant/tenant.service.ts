import type { Author, Session } from '@plimsoll/shared';
import { tenantRefusal } from './tenant.errors.js';
import { operated, type TenantCall } from './tenant.rules.js';
import {
  findOperation,
  findStrangers,
  findTenantsOf,
  lockTenant,
  storeOperation,
  tenantRecords,
  type TenantRecord,
} from './tenant.store.js';

/** An operation on a tenant, with who keeps the tenant and under which name. */
export interface KeptOperation extends TenantCall {
  /** Unique to the operation: repeated, it answers what it did before. */
  key: string;
  provisioner: string;
  reference: string | null;
  now: Date;
}

/**
 * Does an operation to a tenant once for its key, with the tenant's history and event; answers the reference that was
 * recorded under the key.
 *
 * @throws DomainError `TENANT_REFUSED` where it cannot be done: another tenant of the subscription lives, the tenant
 *   is deleted or missing, or a member is no contact of the customer
 */
export async function keepOperation(
  tx: Session,
  author: Author,
  given: KeptOperation,
): Promise<{ reference: string | null }> {
  const { spec, operation, key, now } = given;
  // Whoever asks under the same key at the same moment waits here, and finds the operation on record.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`tenant:${spec.tenantId}`]);
  const known = await findOperation(tx, key);
  if (known) return { reference: known.reference };
  const before = await lockTenant(tx, spec.tenantId);
  const after = operated(before, given);
  if ('refusal' in after) throw tenantRefusal(after.refusal);
  if (operation === 'CREATE') await refuseSecond(tx, spec.subscriptionId);
  if (operation === 'CREATE' || operation === 'ACTIVATE_CONTACTS') await refuseStrangers(tx, given);
  const { status } = after.state;
  const dates = {
    suspendedAt: status === 'SUSPENDED' ? (before?.suspendedAt ?? now) : null,
    deletedAt: status === 'DELETED' ? (before?.deletedAt ?? now) : null,
  };
  if (before) {
    const reference = given.reference ?? before.reference;
    const next: TenantRecord = { ...before, ...after.state, ...dates, reference };
    await tenantRecords.update(tx, author, before.id, before.version, () => next);
  } else {
    const { tenantId: id, customerId, subscriptionId } = spec;
    const { provisioner, reference } = given;
    const kept = { id, version: 1, externalId: null, source: null, createdAt: now };
    await tenantRecords.create(tx, author, [
      { ...kept, customerId, subscriptionId, provisioner, reference, ...after.state, ...dates },
    ]);
  }
  const { reference } = given;
  await storeOperation(tx, { key, tenantId: spec.tenantId, operation, given: spec, reference, at: now });
  return { reference };
}

/**
 * Gives the tenant of one subscription to another of the same customer and product, which replaces it on the same
 * pod; it stays as it is. Nothing happens where there is none.
 */
export async function handOverTenant(
  tx: Session,
  author: Author,
  fromSubscriptionId: string,
  toSubscriptionId: string,
): Promise<void> {
  const tenant = (await findTenantsOf(tx, [fromSubscriptionId])).get(fromSubscriptionId);
  if (!tenant) return;
  const held = await lockTenant(tx, tenant.id);
  if (held?.subscriptionId !== fromSubscriptionId) return;
  await tenantRecords.update(tx, author, held.id, held.version, () => ({
    subscriptionId: toSubscriptionId,
  }));
}

async function refuseSecond(tx: Session, subscriptionId: string): Promise<void> {
  const other = (await findTenantsOf(tx, [subscriptionId])).get(subscriptionId);
  if (other) throw tenantRefusal(`The subscription has the tenant ${other.id} already.`);
}

async function refuseStrangers(tx: Session, { spec }: TenantCall): Promise<void> {
  const strangers = await findStrangers(tx, spec.customerId, spec.members);
  if (strangers.length > 0) throw tenantRefusal(`${strangers.join(', ')}: no contact of the customer.`);
}
