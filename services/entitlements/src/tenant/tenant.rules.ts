/** Where a tenant stands. */
export const TENANT_STATUSES = ['CREATING', 'ACTIVE', 'SUSPENDED', 'DELETED'] as const;

/** One of {@link TENANT_STATUSES}. */
export type TenantStatus = (typeof TENANT_STATUSES)[number];

/** What can be done to a tenant. */
export const TENANT_OPERATIONS = [
  'CREATE',
  'APPLY_BRANDING',
  'ACTIVATE_CONTACTS',
  'RESIZE',
  'MOVE',
  'SUSPEND',
  'RESUME',
  'DELETE',
] as const;

/** One of {@link TENANT_OPERATIONS}. */
export type TenantOperation = (typeof TENANT_OPERATIONS)[number];

/** A tenant as it is to be once an operation is done: always all of it. */
export interface TenantSpec {
  /** `tnt_…`, given by the platform. */
  tenantId: string;
  customerId: string;
  subscriptionId: string;
  productId: string;
  planId: string;
  kind: string;
  podId: string;
  /** Units, 1 or more. */
  quantity: number;
  branding: object | null;
  /** Ids of the contacts who may enter. */
  members: string[];
}

/** What is asked of a provisioner. */
export interface TenantCall {
  operation: TenantOperation;
  spec: TenantSpec;
  /** The tenant as it was before, where taking the operation back restores that. */
  before?: TenantSpec;
}

/** The parts of a tenant that operations change. */
export interface TenantState {
  status: TenantStatus;
  podId: string;
  quantity: number;
  branding: object | null;
  members: string[];
}

/**
 * A tenant after an operation, or why the operation cannot be done. Creating, suspending, resuming and deleting are
 * the same done twice; a deleted tenant stays so.
 *
 * @param before null: there is none yet
 */
export function operated(
  before: TenantState | null,
  { operation, spec }: TenantCall,
): { state: TenantState } | { refusal: string } {
  const given = {
    podId: spec.podId,
    quantity: spec.quantity,
    branding: spec.branding,
    members: spec.members,
  };
  if (operation === 'DELETE') return { state: { ...(before ?? given), status: 'DELETED' } };
  if (before?.status === 'DELETED') return { refusal: 'The tenant has been deleted.' };
  if (operation === 'CREATE') {
    if (before) return { refusal: 'There is a tenant with this identifier already.' };
    return { state: { ...given, status: 'CREATING' } };
  }
  if (!before) return { refusal: 'There is no such tenant.' };
  switch (operation) {
    case 'APPLY_BRANDING':
      return { state: { ...before, branding: spec.branding } };
    case 'ACTIVATE_CONTACTS':
      return {
        state: {
          ...before,
          members: spec.members,
          status: before.status === 'CREATING' ? 'ACTIVE' : before.status,
        },
      };
    case 'RESIZE':
      return { state: { ...before, quantity: spec.quantity } };
    case 'MOVE':
      return { state: { ...before, podId: spec.podId } };
    case 'SUSPEND':
      return { state: { ...before, status: 'SUSPENDED' } };
    case 'RESUME':
      return { state: { ...before, status: 'ACTIVE' } };
  }
}

/** A tenant as it is, with what its subscription says of it. */
export function specOfTenant(
  tenant: Omit<TenantSpec, 'tenantId' | 'productId' | 'planId' | 'kind'> & { id: string },
  { productId, planId, kind }: Pick<TenantSpec, 'productId' | 'planId' | 'kind'>,
): TenantSpec {
  const { id: tenantId, customerId, subscriptionId, podId, quantity, branding, members } = tenant;
  return {
    tenantId,
    customerId,
    subscriptionId,
    productId,
    planId,
    kind,
    podId,
    quantity,
    branding,
    members,
  };
}
