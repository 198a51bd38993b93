import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { TenantEntity } from './tenant.entity.js';
import type { TenantCall, TenantStatus } from './tenant.rules.js';

/** A tenant as the rest of the service knows it. */
export type TenantRecord = TenantEntity;

/** Which tenants; all conditions must hold. */
export interface TenantFilter {
  status?: TenantStatus | null;
  customerId?: string | null;
  podId?: string | null;
}

/** What may be asked of the list of tenants. */
export type TenantListArguments = ListArguments<TenantFilter, 'CREATED_AT'>;

/** Tenants, with their history and events; branding and members are told to nobody. */
export const tenantRecords = new Records<TenantRecord>({
  entity: TenantEntity,
  noun: 'tenant',
  eventNoun: 'tenant',
  eventData: ({
    customerId,
    subscriptionId,
    podId,
    status,
    quantity,
    createdAt,
    suspendedAt,
    deletedAt,
  }) => ({
    customerId,
    subscriptionId,
    podId,
    status,
    quantity,
    createdAt,
    suspendedAt,
    deletedAt,
  }),
});

const COLUMNS = `t.id, t.version, t.external_id as "externalId", t.source, t.customer_id as "customerId",
  t.subscription_id as "subscriptionId", t.pod_id as "podId", t.status, t.quantity, t.branding, t.members,
  t.provisioner, t.reference, t.created_at as "createdAt", t.suspended_at as "suspendedAt",
  t.deleted_at as "deletedAt"`;

/** How tenants are listed. */
export const tenantList: ListDefinition<TenantFilter, 'CREATED_AT'> = {
  columns: COLUMNS,
  from: 'tenant t',
  id: 't.id',
  orders: { CREATED_AT: { sql: 't.created_at', type: 'timestamptz' } },
  defaultOrder: { field: 'CREATED_AT', direction: 'ASC' },
  where: (filter, parameters) =>
    Object.entries({
      't.status': filter.status,
      't.customer_id': filter.customerId,
      't.pod_id': filter.podId,
    }).flatMap(([column, value]) => (value == null ? [] : [`${column} = ${parameters.add(value)}`])),
  parents: { customer: 't.customer_id' },
};

/** The tenant of each subscription that is not deleted, by subscription; one statement. */
export async function findTenantsOf(
  session: Session,
  subscriptionIds: readonly string[],
): Promise<Map<string, TenantRecord>> {
  const rows = await session.query<TenantRecord>(
    `select ${COLUMNS} from tenant t where t.subscription_id = any($1::text[]) and t.status <> 'DELETED'`,
    [[...subscriptionIds]],
  );
  return new Map(rows.map((row) => [row.subscriptionId, row]));
}

/** The tenant with this id, locked until the transaction ends. */
export async function lockTenant(tx: Session, id: string): Promise<TenantRecord | null> {
  const [row] = await tx.query<TenantRecord>(`select ${COLUMNS} from tenant t where t.id = $1 for update`, [
    id,
  ]);
  return row ?? null;
}

/** The ids of a customer's contacts who may enter, in order. */
export async function findMembers(session: Session, customerId: string): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    'select id from contact where customer_id = $1 and active order by id',
    [customerId],
  );
  return rows.map(({ id }) => id);
}

/** Which of these contacts are not the customer's. */
export async function findStrangers(
  session: Session,
  customerId: string,
  contactIds: readonly string[],
): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select given.id from unnest($2::text[]) as given(id)
      where not exists (select from contact c where c.id = given.id and c.customer_id = $1)`,
    [customerId, [...contactIds]],
  );
  return rows.map(({ id }) => id);
}

/** An operation on record. */
export interface OperationRecord {
  key: string;
  tenantId: string;
  operation: TenantCall['operation'];
  reference: string | null;
  at: Date;
}

/** The operation that was done under this key, or null. */
export async function findOperation(session: Session, key: string): Promise<OperationRecord | null> {
  const [row] = await session.query<OperationRecord>(
    'select key, tenant_id as "tenantId", operation, reference, at from tenant_operation where key = $1',
    [key],
  );
  return row ?? null;
}

/** The operations on each tenant, the earliest first, by tenant; one statement. */
export async function findOperations(
  session: Session,
  tenantIds: readonly string[],
): Promise<Map<string, OperationRecord[]>> {
  const rows = await session.query<OperationRecord>(
    `select key, tenant_id as "tenantId", operation, reference, at from tenant_operation
      where tenant_id = any($1::text[]) order by tenant_id, at, key`,
    [[...tenantIds]],
  );
  const byTenant = new Map(tenantIds.map((id) => [id, [] as OperationRecord[]]));
  for (const row of rows) byTenant.get(row.tenantId)?.push(row);
  return byTenant;
}

/** Records an operation; its key is unique. */
export async function storeOperation(
  tx: Session,
  operation: OperationRecord & { given: TenantCall['spec'] },
): Promise<void> {
  await tx.query(
    `insert into tenant_operation (key, tenant_id, operation, given, reference, at) values ($1, $2, $3, $4, $5, $6)`,
    [
      operation.key,
      operation.tenantId,
      operation.operation,
      JSON.stringify(operation.given),
      operation.reference,
      operation.at,
    ],
  );
}
