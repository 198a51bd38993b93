import { DomainError, type Database } from '@plimsoll/shared';
import { keepOperation, type TenantCall } from '../tenant/index.js';
import { ProvisionerRefused } from './provisioner.errors.js';
import { provisionerOf, type Provisioner, type ProvisionerAnswer } from './provisioner.js';

const SYSTEM = { kind: 'SYSTEM' } as const;

/** Where tenants are kept, and by which clock. */
export interface TenantKeeping {
  database: Database;
  clock: () => Date;
}

/**
 * The provisioner that comes with the platform: tenants with their units, branding and members are records of the
 * service, each operation a transaction of its own, on record under its key.
 */
export function embeddedProvisioner(keeping: TenantKeeping): Provisioner {
  return provisionerOf('embedded', (call, key) => keep(keeping, 'embedded', call, key, null));
}

/**
 * Records an operation on a tenant once for its key.
 *
 * @throws ProvisionerRefused where the tenant does not allow it
 */
export async function keep(
  { database, clock }: TenantKeeping,
  provisioner: string,
  call: TenantCall,
  key: string,
  reference: string | null,
): Promise<ProvisionerAnswer> {
  try {
    return await database.transaction(SYSTEM, (tx) =>
      keepOperation(tx, { actorId: null }, { ...call, key, provisioner, reference, now: clock() }),
    );
  } catch (error) {
    if (error instanceof DomainError && error.code === 'TENANT_REFUSED') {
      throw new ProvisionerRefused(error.message);
    }
    throw error;
  }
}
