import { invalid } from '@plimsoll/shared';
import { EscalationKind } from '../escalation-form/index.js';
import type { SlaTarget } from '../sla-target/index.js';
import type { TicketKind, TicketPriority, TicketTier } from '../ticket/index.js';

/** When a policy begins over a ticket that is open: all that is not null must hold. */
export interface PolicyConditions {
  kinds: TicketKind[] | null;
  priorities: TicketPriority[] | null;
  /** Of the ticket's customer. */
  segments: string[] | null;
  /** One of which the ticket's customer is entitled to at the moment. */
  supportLevelIds: string[] | null;
  teamIds: string[] | null;
  /** Whether nobody has the ticket. */
  unassigned: boolean | null;
  severityAtLeast: number | null;
  /** In the working time of the policy's calendar, as all times that have passed. */
  openedForMinutes: number | null;
  /** Since anything happened to it. */
  quietForMinutes: number | null;
  /** A clock that runs is due within so many minutes by the clock on the wall. */
  breachWithinMinutes: number | null;
  /** True: a clock that is open has missed its target. */
  breached: boolean | null;
  /** Of which target the two above speak; null: of any. */
  target: SlaTarget | null;
  reopenedAtLeast: number | null;
  /** True: an escalation was asked for and not answered. */
  requested: boolean | null;
}

/** What a policy does so long after the step before it, or after it has begun. */
export interface PolicyStep {
  afterMinutes: number;
  kind: EscalationKind;
  /** The tier that takes the ticket over; null: it stays where it is. */
  tier: TicketTier | null;
  personIds: string[];
  rotationId: string | null;
  /** Whether everybody on call by the rotation is told, rather than the first. */
  everyoneOnCall: boolean;
  /** The team whose people are told. */
  teamId: string | null;
}

/** The job that looks for tickets over which a policy begins. */
export const START_ESCALATIONS_JOB = 'start_escalations';

const MOST_STEPS = 20;
const MOST_PERSONS = 50;
const LONGEST_MINUTES = 525_600;
const MOST_REPEATS = 20;
const MOST_RANK = 1_000_000;
const TRIGGERS = [
  'severityAtLeast',
  'openedForMinutes',
  'quietForMinutes',
  'breachWithinMinutes',
  'breached',
  'reopenedAtLeast',
  'requested',
] as const;

/**
 * The conditions of a policy, checked: at least one that says when, lists that name something, numbers within bounds.
 *
 * @throws DomainError `INVALID` naming the field below `conditions`
 */
export function checkConditions(given: PolicyConditions): PolicyConditions {
  if (TRIGGERS.every((trigger) => given[trigger] === null)) {
    throw invalid(`A policy has a condition that says when it begins: ${TRIGGERS.join(', ')}.`, [
      'conditions',
    ]);
  }
  for (const field of ['kinds', 'priorities', 'segments', 'supportLevelIds', 'teamIds'] as const) {
    const list = given[field];
    if (list !== null && (list.length < 1 || list.length > 100)) {
      throw invalid(`\`${field}\` has 1 to 100 entries; leave it out for any.`, ['conditions', field]);
    }
  }
  checkNumber(given.severityAtLeast, 0, 100, ['conditions', 'severityAtLeast']);
  checkNumber(given.reopenedAtLeast, 1, 1_000, ['conditions', 'reopenedAtLeast']);
  for (const field of ['openedForMinutes', 'quietForMinutes', 'breachWithinMinutes'] as const) {
    checkNumber(given[field], 1, LONGEST_MINUTES, ['conditions', field]);
  }
  for (const field of ['breached', 'requested'] as const) {
    if (given[field] === false) {
      throw invalid(`\`${field}\` is true, or left out.`, ['conditions', field]);
    }
  }
  return given;
}

/**
 * The steps of a policy, checked: 1 to 20, each to a tier, a person, a rotation or a team, after 0 to 525,600 minutes.
 *
 * @throws DomainError `INVALID` naming the field below `steps`
 */
export function checkSteps(given: readonly PolicyStep[]): PolicyStep[] {
  if (given.length < 1 || given.length > MOST_STEPS) {
    throw invalid(`A policy has 1 to ${MOST_STEPS} steps.`, ['steps']);
  }
  return given.map((step) => {
    checkNumber(step.afterMinutes, 0, LONGEST_MINUTES, ['steps', 'afterMinutes']);
    if (step.kind === EscalationKind.REQUESTED) {
      throw invalid('Policies escalate to those who know more, or to management.', ['steps', 'kind']);
    }
    if (step.kind === EscalationKind.HIERARCHICAL && step.tier !== null) {
      throw invalid('Management is told; it does not take the ticket over.', ['steps', 'tier']);
    }
    if (step.personIds.length > MOST_PERSONS) {
      throw invalid(`A step names at most ${MOST_PERSONS} persons.`, ['steps', 'personIds']);
    }
    const aimless =
      step.tier === null && step.personIds.length === 0 && step.rotationId === null && step.teamId === null;
    if (aimless) throw invalid('A step goes to a tier, a person, a rotation or a team.', ['steps']);
    return { ...step, personIds: [...new Set(step.personIds)] };
  });
}

/** How often and after how long a policy repeats, and its rank, checked. @throws DomainError `INVALID` */
export function checkPace(given: { rank: number; repeats: number; repeatAfterMinutes: number }): void {
  checkNumber(given.rank, 0, MOST_RANK, ['rank']);
  checkNumber(given.repeats, 0, MOST_REPEATS, ['repeats']);
  checkNumber(given.repeatAfterMinutes, 1, LONGEST_MINUTES, ['repeatAfterMinutes']);
}

function checkNumber(value: number | null, least: number, most: number, path: readonly string[]): void {
  if (value !== null && (!Number.isInteger(value) || value < least || value > most)) {
    throw invalid(`\`${path.at(-1)}\` is a whole number from ${least} to ${most}.`, path);
  }
}
