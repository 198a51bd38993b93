import { invalidTransition } from './opportunity.errors.js';

/** What may be sold. */
export const OPPORTUNITY_KINDS = ['UPSELL', 'EXPANSION', 'RENEWAL', 'CONVERSION'] as const;
/** One of {@link OPPORTUNITY_KINDS}. */
export type OpportunityKindName = (typeof OPPORTUNITY_KINDS)[number];

/** At what an opportunity may be seen. */
export const OPPORTUNITY_ORIGINS = [
  'SUPPORT',
  'RENEWAL',
  'USAGE',
  'REVIEW',
  'TRIAL',
  'PARTNER',
  'OTHER',
] as const;
/** One of {@link OPPORTUNITY_ORIGINS}. */
export type OpportunityOriginName = (typeof OPPORTUNITY_ORIGINS)[number];

/** Where an opportunity may stand. */
export const OPPORTUNITY_STAGES = ['OPEN', 'QUALIFIED', 'WON', 'LOST'] as const;
/** One of {@link OPPORTUNITY_STAGES}. */
export type OpportunityStageName = (typeof OPPORTUNITY_STAGES)[number];

/** What may be done with an opportunity, from where, and where it leads. */
const STEPS = {
  qualify: { from: ['OPEN'], to: 'QUALIFIED' },
  win: { from: ['OPEN', 'QUALIFIED'], to: 'WON' },
  lose: { from: ['OPEN', 'QUALIFIED'], to: 'LOST' },
  reopen: { from: ['WON', 'LOST'], to: 'OPEN' },
} as const satisfies Record<string, { from: readonly OpportunityStageName[]; to: OpportunityStageName }>;

/** One of the steps of an opportunity's life. */
export type OpportunityStep = keyof typeof STEPS;

/** The stage after a step. Throws DomainError `INVALID_TRANSITION` where it may not be taken. */
export function stageAfter(stage: OpportunityStageName, step: OpportunityStep): OpportunityStageName {
  const { from, to } = STEPS[step];
  if (!from.some((one) => one === stage)) throw invalidTransition(step, stage, from);
  return to;
}

/** Whether nothing more is expected of it. */
export function isClosed(stage: OpportunityStageName): boolean {
  return stage === 'WON' || stage === 'LOST';
}
