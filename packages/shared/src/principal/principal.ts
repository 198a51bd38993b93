/** Who is asking: the roles a token may carry. The first five are members of staff. */
export const ROLES = [
  'admin',
  'agent',
  'operator',
  'manager',
  'executive',
  'analyst',
  'partner',
  'contact',
] as const;

/** One of the roles of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

/** What an API key may be used for. */
export const KEY_SCOPES = ['READ', 'ORDERS', 'SUPPORT', 'CONTACTS'] as const;

/** One of the scopes of {@link KEY_SCOPES}. */
export type KeyScope = (typeof KEY_SCOPES)[number];

/** The authenticated caller of a request, as the gateway has established it. */
export interface Principal {
  /** Stable name of the caller, unique within its issuer. */
  subject: string;
  roles: readonly Role[];
  personId?: string;
  partnerId?: string;
  customerId?: string;
  contactId?: string;
  /** What the API key allows that was sent instead of a token; absent where none was, and then nothing is kept back. */
  keyScopes?: readonly KeyScope[];
  /** The gateway itself, which asks who a caller is before there is one; no token of a client's says so. */
  gateway?: true;
}

/** Which records a caller may see; every session of the database runs under exactly one. */
export type Scope =
  | { kind: 'SYSTEM' }
  | { kind: 'STAFF' }
  | { kind: 'ANALYST' }
  | { kind: 'PARTNER'; partnerId: string }
  | { kind: 'CONTACT'; customerId: string }
  | { kind: 'NOBODY' };

const STAFF_ROLES: readonly Role[] = ['admin', 'agent', 'operator', 'manager', 'executive'];

/**
 * The widest scope the caller's roles allow. A partner without its `partnerId`, or a contact without its
 * `customerId`, sees nothing.
 */
export function scopeOf(principal: Principal | null): Scope {
  if (!principal) return { kind: 'NOBODY' };
  if (principal.roles.some((role) => STAFF_ROLES.includes(role))) return { kind: 'STAFF' };
  if (principal.roles.includes('analyst')) return { kind: 'ANALYST' };
  if (principal.roles.includes('partner') && principal.partnerId) {
    return { kind: 'PARTNER', partnerId: principal.partnerId };
  }
  if (principal.roles.includes('contact') && principal.customerId) {
    return { kind: 'CONTACT', customerId: principal.customerId };
  }
  return { kind: 'NOBODY' };
}

/** Whether the caller has at least one of the roles. */
export function hasRole(principal: Principal | null, ...roles: Role[]): boolean {
  return principal !== null && principal.roles.some((role) => roles.includes(role));
}

/** What the graph calls the caller: the person, contact or reseller they are; where they are none of these, their name. */
export function viewerIdOf({ personId, contactId, partnerId, subject }: Principal): string {
  return personId ?? contactId ?? partnerId ?? subject;
}
