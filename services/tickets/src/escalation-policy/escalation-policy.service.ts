import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  enqueue,
  violatedConstraint,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requireSeen } from '../account/index.js';
import { onCallRotationRecords } from '../on-call-rotation/index.js';
import { teamRecords } from '../team/index.js';
import type {
  CreateEscalationPolicyInput,
  EscalationConditionsInput,
  EscalationStepInput,
  UpdateEscalationPolicyInput,
} from './escalation-policy-input.types.js';
import { policyExists } from './escalation-policy.errors.js';
import {
  checkConditions,
  checkPace,
  checkSteps,
  START_ESCALATIONS_JOB,
  type PolicyConditions,
  type PolicyStep,
} from './escalation-policy.rules.js';
import { escalationPolicyRecords, type EscalationPolicyRecord } from './escalation-policy.store.js';

const LONGEST_TEXT = 2_000;

/** Makes a policy. Roles: admin, manager. */
export function createEscalationPolicy(
  context: RequestContext,
  input: CreateEscalationPolicyInput,
): Promise<EscalationPolicyRecord> {
  authorize(context, 'admin', 'manager');
  return keepingNamesApart(input.name, () =>
    createOnce(context, escalationPolicyRecords, {
      prefix: 'esp',
      mutation: 'createEscalationPolicy',
      input,
      values: async (tx) => {
        const { rank, repeats, repeatAfterMinutes } = input;
        checkPace({ rank, repeats, repeatAfterMinutes });
        const conditions = await conditionsOf(tx, input.conditions);
        const steps = await stepsOf(tx, input.steps);
        if (input.calendarId != null) await requireSeen(tx, 'calendar', [input.calendarId], ['calendarId']);
        await enqueue(tx, START_ESCALATIONS_JOB, {});
        return {
          name: checkText(input.name, 'name'),
          description: input.description ? checkText(input.description, 'description', LONGEST_TEXT) : null,
          rank,
          conditions,
          steps,
          repeats,
          repeatAfterMinutes,
          calendarId: input.calendarId ?? null,
          active: true,
        };
      },
    }),
  );
}

/** Edits a policy: what it has begun goes on as it was. Roles: admin, manager. */
export function updateEscalationPolicy(
  context: RequestContext,
  input: UpdateEscalationPolicyInput,
): Promise<EscalationPolicyRecord> {
  authorize(context, 'admin', 'manager');
  return keepingNamesApart(input.name ?? '', () =>
    context.session.transaction((tx) =>
      escalationPolicyRecords.update(
        tx,
        authorOf(context),
        input.id,
        input.expectedVersion,
        async (current) => {
          const pace = {
            rank: input.rank ?? current.rank,
            repeats: input.repeats ?? current.repeats,
            repeatAfterMinutes: input.repeatAfterMinutes ?? current.repeatAfterMinutes,
          };
          checkPace(pace);
          if (input.calendarId != null) await requireSeen(tx, 'calendar', [input.calendarId], ['calendarId']);
          return {
            ...pace,
            ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
            ...(input.description === undefined
              ? {}
              : {
                  description: input.description
                    ? checkText(input.description, 'description', LONGEST_TEXT)
                    : null,
                }),
            ...(input.conditions == null ? {} : { conditions: await conditionsOf(tx, input.conditions) }),
            ...(input.steps == null ? {} : { steps: await stepsOf(tx, input.steps) }),
            calendarId: input.calendarId,
            ...(input.active == null ? {} : { active: input.active }),
          };
        },
      ),
    ),
  );
}

async function conditionsOf(tx: Session, given: EscalationConditionsInput): Promise<PolicyConditions> {
  const conditions = checkConditions({
    kinds: given.kinds ?? null,
    priorities: given.priorities ?? null,
    segments: given.segments ?? null,
    supportLevelIds: given.supportLevelIds ?? null,
    teamIds: given.teamIds ?? null,
    unassigned: given.unassigned ?? null,
    severityAtLeast: given.severityAtLeast ?? null,
    openedForMinutes: given.openedForMinutes ?? null,
    quietForMinutes: given.quietForMinutes ?? null,
    breachWithinMinutes: given.breachWithinMinutes ?? null,
    breached: given.breached ?? null,
    target: given.target ?? null,
    reopenedAtLeast: given.reopenedAtLeast ?? null,
    requested: given.requested ?? null,
  });
  for (const id of conditions.teamIds ?? []) await teamRecords.require(tx, id, ['conditions', 'teamIds']);
  return conditions;
}

async function stepsOf(tx: Session, given: readonly EscalationStepInput[]): Promise<PolicyStep[]> {
  const steps = checkSteps(
    given.map((step) => ({
      afterMinutes: step.afterMinutes,
      kind: step.kind,
      tier: step.tier ?? null,
      personIds: step.personIds ?? [],
      rotationId: step.rotationId ?? null,
      everyoneOnCall: step.everyoneOnCall,
      teamId: step.teamId ?? null,
    })),
  );
  await requireSeen(
    tx,
    'person',
    steps.flatMap(({ personIds }) => personIds),
    ['steps', 'personIds'],
  );
  for (const { rotationId, teamId } of steps) {
    if (rotationId !== null) await onCallRotationRecords.require(tx, rotationId, ['steps', 'rotationId']);
    if (teamId !== null) await teamRecords.require(tx, teamId, ['steps', 'teamId']);
  }
  return steps;
}

async function keepingNamesApart<Result>(name: string, fn: () => Promise<Result>): Promise<Result> {
  try {
    return await fn();
  } catch (error) {
    throw violatedConstraint(error) === 'escalation_policy_name_key' ? policyExists(name.trim()) : error;
  }
}
