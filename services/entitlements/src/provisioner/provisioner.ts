import type { TenantCall, TenantSpec } from '../tenant/index.js';

/** What a provisioner says of an operation that is done. */
export interface ProvisionerAnswer {
  /** Its own name for the tenant, or null. */
  reference: string | null;
}

/**
 * Whoever keeps tenants. Each operation is told the whole tenant as it is to be, and a key: asked again under the same
 * key, it does nothing further and answers as before. Deleting a tenant that is not there is done at once, and for
 * good: a creation that arrives later is refused. Throws `ProvisionerRefused` for what will never be done; whatever
 * else is thrown is tried again.
 */
export interface Provisioner {
  /** As it is recorded with its tenants. */
  readonly name: string;
  create(spec: TenantSpec, key: string): Promise<ProvisionerAnswer>;
  applyBranding(spec: TenantSpec, key: string): Promise<ProvisionerAnswer>;
  activateContacts(spec: TenantSpec, key: string): Promise<ProvisionerAnswer>;
  resize(spec: TenantSpec, key: string): Promise<ProvisionerAnswer>;
  move(spec: TenantSpec, key: string): Promise<ProvisionerAnswer>;
  suspend(spec: TenantSpec, key: string): Promise<ProvisionerAnswer>;
  resume(spec: TenantSpec, key: string): Promise<ProvisionerAnswer>;
  delete(spec: TenantSpec, key: string): Promise<ProvisionerAnswer>;
}

/** The provisioner that keeps the tenants of a product. */
export type ProvisionerOf = (productId: string) => Provisioner;

/** Asks a provisioner for an operation. */
export function askFor(
  provisioner: Provisioner,
  { operation, spec }: TenantCall,
  key: string,
): Promise<ProvisionerAnswer> {
  switch (operation) {
    case 'CREATE':
      return provisioner.create(spec, key);
    case 'APPLY_BRANDING':
      return provisioner.applyBranding(spec, key);
    case 'ACTIVATE_CONTACTS':
      return provisioner.activateContacts(spec, key);
    case 'RESIZE':
      return provisioner.resize(spec, key);
    case 'MOVE':
      return provisioner.move(spec, key);
    case 'SUSPEND':
      return provisioner.suspend(spec, key);
    case 'RESUME':
      return provisioner.resume(spec, key);
    case 'DELETE':
      return provisioner.delete(spec, key);
  }
}

/** A provisioner all of whose operations are done by one function. */
export function provisionerOf(
  name: string,
  perform: (call: TenantCall, key: string) => Promise<ProvisionerAnswer>,
): Provisioner {
  return {
    name,
    create: (spec, key) => perform({ operation: 'CREATE', spec }, key),
    applyBranding: (spec, key) => perform({ operation: 'APPLY_BRANDING', spec }, key),
    activateContacts: (spec, key) => perform({ operation: 'ACTIVATE_CONTACTS', spec }, key),
    resize: (spec, key) => perform({ operation: 'RESIZE', spec }, key),
    move: (spec, key) => perform({ operation: 'MOVE', spec }, key),
    suspend: (spec, key) => perform({ operation: 'SUSPEND', spec }, key),
    resume: (spec, key) => perform({ operation: 'RESUME', spec }, key),
    delete: (spec, key) => perform({ operation: 'DELETE', spec }, key),
  };
}
