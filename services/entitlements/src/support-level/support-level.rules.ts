/** What happens to cases beyond those a support level allows a contract year. */
export const BEYOND_ALLOWANCE = ['ALLOW', 'CHARGE', 'REFUSE'] as const;

/** One of {@link BEYOND_ALLOWANCE}. */
export type BeyondAllowance = (typeof BEYOND_ALLOWANCE)[number];
