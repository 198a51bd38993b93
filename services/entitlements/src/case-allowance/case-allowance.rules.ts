import type { BeyondAllowance } from '../support-level/index.js';

/** How many more cases the contract year allows; null: no limit. */
export function remainingCases(allowed: number | null, used: number): number | null {
  return allowed === null ? null : Math.max(0, allowed - used);
}

/** Whether customers and their partners may open no further ticket. */
export function refusesCases(standing: {
  allowed: number | null;
  used: number;
  beyond: BeyondAllowance;
}): boolean {
  return standing.beyond === 'REFUSE' && remainingCases(standing.allowed, standing.used) === 0;
}
