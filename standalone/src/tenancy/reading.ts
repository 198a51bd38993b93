import { scopeOf } from '@plimsoll/shared';
import type { Caller } from './callers.js';
import { QUERIES, type Audience } from './visibility.js';

/** Types of which analytics keeps something to read. */
export const ANALYSED = ['Asset', 'Customer'];

/** Whether a caller finds records of its own where this audience reads. */
export function mayRead(caller: Caller, audience: Audience | undefined): boolean {
  if (audience === 'SELF') return scopeOf(caller.principal).kind !== 'NOBODY';
  if (audience === 'SIGNED_IN') return caller.sees.has('catalogue');
  if (audience === 'TENANT') return caller.sees.has(caller.own);
  if (audience === 'RESELLER' && caller.principal?.roles.includes('contact')) return false;
  if (audience === 'RESELLER') return caller.sees.has(caller.own);
  if (audience === 'ANALYSIS' && isAnalyst(caller)) return true;
  return caller.sees.has('granite');
}

function isAnalyst({ principal }: Caller): boolean {
  return principal?.roles.includes('analyst') ?? false;
}

/** Whether a root field answers a caller out of the records of all: analysts, where they analyse. */
export function answersOfAll(caller: Caller, root: string): boolean {
  return isAnalyst(caller) && QUERIES[root.replace('Query.', '')] === 'ANALYSIS';
}

/** Resellers and contacts, also those who belong to nobody. */
export function isTenant({ principal }: Caller): boolean {
  return principal?.roles.some((role) => role === 'partner' || role === 'contact') ?? false;
}
