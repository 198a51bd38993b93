import { scopeOf } from '@plimsoll/shared';
import type { Caller } from './callers.js';
import { QUERIES, type Audience } from './visibility.js';

/** Types of which analytics keeps something to read. */
export const ANALYSED = ['Asset', 'Customer'];

const ANALYSTS_TOO: ReadonlySet<Audience> = new Set(['ANALYSIS', 'RESELLER_ANALYSIS', 'TENANT_ANALYSIS']);

/** Whether a caller finds records of its own where this audience reads. */
export function mayRead(caller: Caller, audience: Audience | undefined): boolean {
  if (audience === 'ANYONE') return caller.principal !== null;
  if (audience === 'SELF') return scopeOf(caller.principal).kind !== 'NOBODY';
  if (audience === 'SIGNED_IN') return caller.sees.has('catalogue');
  if (audience !== undefined && ANALYSTS_TOO.has(audience) && isAnalyst(caller)) return true;
  if (audience === 'TENANT' || audience === 'TENANT_ANALYSIS') return caller.sees.has(caller.own);
  const isReseller = audience === 'RESELLER' || audience === 'RESELLER_ANALYSIS';
  if (isReseller && caller.principal?.roles.includes('contact')) return false;
  if (isReseller) return caller.sees.has(caller.own);
  return caller.sees.has('granite');
}

function isAnalyst({ principal }: Caller): boolean {
  return principal?.roles.includes('analyst') ?? false;
}

/** Whether a root field answers a caller out of the records of all: analysts, where they analyse. */
export function answersOfAll(caller: Caller, root: string): boolean {
  const audience = QUERIES[root.replace('Query.', '')];
  return isAnalyst(caller) && audience !== undefined && ANALYSTS_TOO.has(audience);
}

/** Resellers and contacts, also those who belong to nobody. */
export function isTenant({ principal }: Caller): boolean {
  return principal?.roles.some((role) => role === 'partner' || role === 'contact') ?? false;
}
