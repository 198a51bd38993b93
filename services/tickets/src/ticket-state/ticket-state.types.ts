import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, UpdateInput } from '@plimsoll/shared';
import type { StateName } from './ticket-state.rules.js';
import { IncidentPhase, ProblemPhase, type TicketPhase } from '../ticket-phase/index.js';
import {
  ProblemNature,
  TicketSeverity,
  type TicketStatus,
  TicketTier,
  WaitingReason,
} from '../ticket/index.js';

/** The phases of incidents and problems as one enum. */
export const TicketPhaseEnum = { ...IncidentPhase, ...ProblemPhase };
registerEnumType(TicketPhaseEnum, {
  name: 'TicketPhase',
  description:
    'How far an incident (DETECTED to DIAGNOSED) or a problem (LOGGED to FIX_IN_PROGRESS) is while it is open; its status says whether somebody works on it.',
  valuesConfig: {
    DETECTED: { description: 'Monitoring has seen it; no person has.' },
    RECORDED: { description: 'A person has recorded it, or taken up what monitoring detected.' },
    CLASSIFIED: { description: 'What it belongs to and how severe it is has been said.' },
    NOTIFIED: { description: 'Those whom it concerns have been told.' },
    ESCALATED: { description: 'Another tier or person has been called in.' },
    DIAGNOSED: { description: 'Its cause has been found.' },
    LOGGED: { description: 'It is on record as a problem.' },
    INVESTIGATED: { description: 'Its cause is looked for, or was and has been written down.' },
    KNOWN_ERROR: { description: 'Its cause is known, and how to live with it.' },
    FIX_IN_PROGRESS: { description: 'Engineering works on it; support stays its owner.' },
  },
});
registerEnumType(ProblemNature, {
  name: 'ProblemNature',
  description: 'What engineering is asked for.',
  valuesConfig: {
    DEFECT: { description: 'Something does not do what it should.' },
    ENHANCEMENT: { description: 'Something should do what it does not do yet.' },
  },
});

/** Everything that a state may know; each type of the union shows its part. */
export interface StateValue {
  __state: StateName;
  status: TicketStatus;
  phase: TicketPhase | null;
  since: Date | null;
  text: string | null;
  category: string | null;
  severity: TicketSeverity | null;
  on: WaitingReason | null;
  tier: TicketTier | null;
  reference: string | null;
  satisfaction: number | null;
  mergedIntoId: string | null;
  nextSteps: string[];
}

@ObjectType()
abstract class AnyState {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when; null where the event that led here is not for you, or was not imported.',
  })
  since!: Date | null;

  @Field(() => [String], {
    description:
      'The steps that can be taken from here, as the types of the events that will tell of them: ACKNOWLEDGED, WAITED, RESOLVED, CLASSIFIED …',
  })
  nextSteps!: string[];
}

@ObjectType()
abstract class PhasedState extends AnyState {
  @Field(() => TicketPhaseEnum, {
    nullable: true,
    description: 'How far an incident or a problem was meanwhile; null for a request.',
  })
  phase!: TicketPhase | null;
}

@ObjectType('NewState', { description: 'A request that nobody has taken up.' })
class NewState extends AnyState {}

@ObjectType('InProgressState', { description: 'A request that is being worked on.' })
class InProgressState extends AnyState {}

@ObjectType('IncidentDetectedState', {
  description: 'An incident that monitoring has seen and no person has.',
})
class IncidentDetectedState extends AnyState {}

@ObjectType('IncidentRecordedState', { description: 'An incident that a person has recorded.' })
class IncidentRecordedState extends AnyState {}

@ObjectType()
abstract class ClassifiedState extends AnyState {
  @Field(() => String, { nullable: true, description: 'What it belongs to, in the words of the desk.' })
  category!: string | null;

  @Field(() => TicketSeverity, { nullable: true, description: 'How much of the service it takes.' })
  severity!: TicketSeverity | null;
}

@ObjectType('IncidentClassifiedState', {
  description: 'An incident of which is said what it belongs to and how severe it is.',
})
class IncidentClassifiedState extends ClassifiedState {}

@ObjectType('IncidentNotifiedState', {
  description: 'An incident of which those whom it concerns were told.',
})
class IncidentNotifiedState extends ClassifiedState {
  @Field(() => String, { name: 'told', nullable: true, description: 'What was told to whom.' })
  text!: string | null;
}

@ObjectType('IncidentEscalatedState', {
  description: 'An incident to which another tier or person was called.',
})
class IncidentEscalatedState extends ClassifiedState {
  @Field(() => String, { name: 'reason', nullable: true, description: 'Why.' })
  text!: string | null;

  @Field(() => TicketTier, {
    nullable: true,
    description: 'Who works on it; engineering (L4) is shown to staff only.',
  })
  tier!: TicketTier | null;
}

@ObjectType('IncidentDiagnosedState', { description: 'An incident of which the cause was found.' })
class IncidentDiagnosedState extends ClassifiedState {
  @Field(() => String, { name: 'diagnosis', nullable: true, description: 'The cause.' })
  text!: string | null;
}

@ObjectType('ProblemLoggedState', { description: 'A problem that is on record.' })
class ProblemLoggedState extends AnyState {}

@ObjectType('ProblemInvestigatedState', { description: 'A problem of which the cause is looked for.' })
class ProblemInvestigatedState extends AnyState {
  @Field(() => String, { name: 'findings', nullable: true, description: 'What was found so far.' })
  text!: string | null;
}

@ObjectType('ProblemKnownErrorState', { description: 'A problem of which the cause is known.' })
class ProblemKnownErrorState extends AnyState {
  @Field(() => String, { name: 'workaround', nullable: true, description: 'How to live with it.' })
  text!: string | null;
}

@ObjectType('ProblemFixInProgressState', { description: 'A problem that engineering works on.' })
class ProblemFixInProgressState extends AnyState {
  @Field(() => String, { nullable: true, description: "Engineering's own name for it." })
  reference!: string | null;

  @Field(() => String, { name: 'handover', nullable: true, description: 'What engineering was told.' })
  text!: string | null;
}

@ObjectType('WaitingState', { description: 'A ticket that waits.' })
class WaitingState extends PhasedState {
  @Field(() => WaitingReason, { description: 'For whom or what.' })
  on!: WaitingReason;

  @Field(() => String, { nullable: true, description: 'What is waited for.' })
  text!: string | null;
}

@ObjectType('OnHoldState', { description: "A ticket on hold while its customer's access is off." })
class OnHoldState extends PhasedState {
  @Field(() => String, { name: 'reason', nullable: true, description: 'Why the access is off.' })
  text!: string | null;
}

@ObjectType('ResolvedState', { description: 'A ticket that is solved; it may be reopened.' })
class ResolvedState extends PhasedState {
  @Field(() => String, { name: 'resolution', nullable: true, description: 'How it was solved.' })
  text!: string | null;
}

@ObjectType('ClosedState', { description: 'A ticket that is finished.' })
class ClosedState extends PhasedState {
  mergedIntoId!: string | null;

  @Field(() => Int, { nullable: true, description: 'What the customer thought of it, 1 (nothing) to 5.' })
  satisfaction!: number | null;

  @Field(() => ID, {
    name: 'mergedIntoId',
    nullable: true,
    description: 'The ticket that it turned out to be.',
  })
  merged(): string | null {
    return this.mergedIntoId;
  }
}

const STATES: Record<StateName, abstract new () => object> = {
  NewState,
  InProgressState,
  IncidentDetectedState,
  IncidentRecordedState,
  IncidentClassifiedState,
  IncidentNotifiedState,
  IncidentEscalatedState,
  IncidentDiagnosedState,
  ProblemLoggedState,
  ProblemInvestigatedState,
  ProblemKnownErrorState,
  ProblemFixInProgressState,
  WaitingState,
  OnHoldState,
  ResolvedState,
  ClosedState,
};

export const TicketState = createUnionType({
  name: 'TicketState',
  description:
    'Where a ticket stands in the life of its kind, with what is known there. A request: new, in progress, resolved, closed. An incident: detected, recorded, classified, notified, escalated where need be, diagnosed, resolved, closed. A problem: logged, investigated, known error, fix in progress, resolved, closed. Each may wait or be on hold in between.',
  types: () => Object.values(STATES) as [new () => object],
  resolveType: (value: object) => (value as StateValue).__state,
});

@InputType('ClassifyIncidentInput', { description: 'What an incident belongs to and how severe it is.' })
export class ClassifyIncidentInput extends UpdateInput {
  @Field(() => String, { description: 'What it belongs to, in the words of the desk, 1–200 characters.' })
  category!: string;

  @Field(() => TicketSeverity, { description: 'How much of the service it takes.' })
  severity!: TicketSeverity;

  @Field(() => String, { nullable: true, description: 'What there is to say, at most 20,000 characters.' })
  text?: string | null;
}

@InputType('PhaseStepInput', { description: 'A step to the next phase, with what was learned.' })
export class PhaseStepInput extends UpdateInput {
  @Field(() => String, { description: 'What was learned or told, 1–20,000 characters.' })
  text!: string;
}

@InputType('HandProblemOverInput', { description: 'A problem for engineering.' })
export class HandProblemOverInput extends PhaseStepInput {
  @Field(() => ProblemNature, {
    nullable: true,
    description: 'What engineering is asked for; as it is on record where absent.',
  })
  nature?: ProblemNature | null;

  @Field(() => String, {
    nullable: true,
    description: "Engineering's own name for it, at most 200 characters.",
  })
  reference?: string | null;
}
