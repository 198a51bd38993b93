import {
  ConnectionArgs,
  connectionOf,
  DateTimeScalar,
  DurationScalar,
  OrderDirection,
  RecordObject,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../account/index.js';
import type { DecidedRelease, GateDecision, GateState, Stage, StageStatus } from './release.rules.js';

/** How far a release is. */
export enum ReleaseStatus {
  PLANNED = 'PLANNED',
  IN_PROGRESS = 'IN_PROGRESS',
  RELEASED = 'RELEASED',
  FAILED = 'FAILED',
  ROLLED_BACK = 'ROLLED_BACK',
  CANCELLED = 'CANCELLED',
}
registerEnumType(ReleaseStatus, {
  name: 'ReleaseStatus',
  description: 'How far a release is.',
  valuesConfig: {
    PLANNED: { description: 'No stage has begun.' },
    IN_PROGRESS: { description: 'A stage is under way, or some have succeeded and others not begun.' },
    RELEASED: { description: 'All stages have succeeded.' },
    FAILED: { description: 'A stage has failed, or could not be rolled back.' },
    ROLLED_BACK: { description: 'A stage was rolled back.' },
    CANCELLED: { description: 'Given up.' },
  },
});

/** How far a stage of a release is. */
export enum StageStatusWord {
  PENDING = 'PENDING',
  IN_PROGRESS = 'IN_PROGRESS',
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
  ROLLING_BACK = 'ROLLING_BACK',
  ROLLED_BACK = 'ROLLED_BACK',
  ROLLBACK_FAILED = 'ROLLBACK_FAILED',
}
registerEnumType(StageStatusWord, {
  name: 'ReleaseStageStatus',
  description: 'How far a stage of a release is: as far as its latest rollout.',
  valuesConfig: {
    PENDING: { description: 'Not begun.' },
    IN_PROGRESS: { description: 'Being rolled out.' },
    SUCCEEDED: { description: 'Rolled out, and it runs.' },
    FAILED: { description: 'It could not be rolled out.' },
    ROLLING_BACK: { description: 'Being taken back.' },
    ROLLED_BACK: { description: 'Taken back: what ran before runs again.' },
    ROLLBACK_FAILED: { description: 'It could not be taken back.' },
  },
});

/** What opens a gate. */
export enum GateKind {
  APPROVAL = 'APPROVAL',
  PREVIOUS_STAGE = 'PREVIOUS_STAGE',
  NO_OPEN_INCIDENT = 'NO_OPEN_INCIDENT',
  CHANGES_APPROVED = 'CHANGES_APPROVED',
}
registerEnumType(GateKind, {
  name: 'ReleaseGateKind',
  description: 'What opens a gate.',
  valuesConfig: {
    APPROVAL: { description: 'Somebody with its role approves; nobody opens a gate of their own release.' },
    PREVIOUS_STAGE: { description: 'The stage before has succeeded and run for the soak.' },
    NO_OPEN_INCIDENT: { description: 'No incident is open on an asset of the release.' },
    CHANGES_APPROVED: {
      description: 'All changes of the release have been agreed on, and none is cancelled.',
    },
  },
});

/** Who opens a gate that is approved. */
export enum GateRole {
  ADMIN = 'ADMIN',
  MANAGER = 'MANAGER',
  OPERATOR = 'OPERATOR',
}
registerEnumType(GateRole, {
  name: 'ReleaseGateRole',
  description: 'Who opens a gate that is approved. An admin opens any.',
  valuesConfig: {
    ADMIN: { description: 'An administrator.' },
    MANAGER: { description: 'A manager.' },
    OPERATOR: { description: 'An operator or a manager.' },
  },
});

/** What is decided at a gate. */
export enum GateDecisionWord {
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
}
registerEnumType(GateDecisionWord, {
  name: 'ReleaseGateDecisionKind',
  description: 'What is decided at a gate.',
  valuesConfig: {
    APPROVED: { description: 'The stage may begin.' },
    REJECTED: { description: 'It may not.' },
  },
});

@ObjectType('ReleaseGateDecision', { description: 'What somebody decided at a gate.' })
class ReleaseGateDecision {
  @Field(() => GateDecisionWord, { description: 'What was decided.' })
  decision!: keyof typeof GateDecisionWord;

  @Field(() => Person, { nullable: true, description: 'Who decided; null where it is no person on record.' })
  by!: Person | null;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'What was said about it.' })
  comment!: string | null;
}

@ObjectType('ReleaseGate', { description: 'What has to hold before a stage begins, and whether it does.' })
export class ReleaseGate {
  @Field(() => String, { description: 'Name, unique within its stage.' })
  name!: string;

  @Field(() => GateKind, { description: 'What opens it.' })
  kind!: keyof typeof GateKind;

  @Field(() => GateRole, { nullable: true, description: 'Who opens it; null where nobody has to.' })
  role!: keyof typeof GateRole | null;

  @Field(() => DurationScalar, {
    nullable: true,
    description: 'How long the stage before has to have run.',
  })
  soak!: string | null;

  @Field(() => Boolean, { description: 'Whether it is open now.' })
  open!: boolean;

  @Field(() => String, { description: 'Why it is open or not.' })
  explanation!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it opens, where only time is missing.' })
  opensAt!: Date | null;

  @Field(() => ReleaseGateDecision, {
    nullable: true,
    description: 'The last decision at it; null where there is none.',
  })
  decision!: ReleaseGateDecision | null;
}

@ObjectType('ReleaseStage', { description: 'One environment, or a region of it, that a release goes to.' })
export class ReleaseStage {
  @Field(() => Int, { description: 'Its place in the order of rollout, from 1.' })
  position!: number;

  @Field(() => ID, { description: 'The environment, `env_…`.' })
  environmentId!: string;

  @Field(() => String, { nullable: true, description: 'The region; null: the environment as a whole.' })
  region!: string | null;

  @Field(() => StageStatusWord, { description: 'How far it is.' })
  status!: keyof typeof StageStatusWord;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it has this status; null before it begins.',
  })
  at!: Date | null;

  /** Not shown: whose stage it is, and what its gates are. */
  release!: DecidedRelease;
  stage!: Stage;
}

/** A stage as GraphQL shows it. */
export function stageOf(release: DecidedRelease, stage: Stage, found: StageStatus | undefined): ReleaseStage {
  const { position, environmentId, region } = stage;
  const { status, at } = found ?? { status: 'PENDING', at: null };
  return { position, environmentId, region, status, at, release, stage };
}

/** A gate as GraphQL shows it. */
export function gateOf(state: GateState, personOf: (id: string | null) => Person | null): ReleaseGate {
  const { gate, open, explanation, opensAt, decision } = state;
  return { ...gate, open, explanation, opensAt, decision: decision && decisionOf(decision, personOf) };
}

function decisionOf(
  { decision, by, at, comment }: GateDecision,
  personOf: (id: string | null) => Person | null,
): ReleaseGateDecision {
  return { decision, by: personOf(by), at: new Date(at), comment };
}

@Directive('@key(fields: "id")')
@ObjectType('Release', {
  description:
    'What goes to customers together: a version of assets, the changes that bring it, and the stages it is rolled out over. Staff only.',
})
export class Release extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The version that is released, such as `2.4.1`.' })
  tag?: string | null;

  @Field(() => String, { nullable: true, description: 'The commit it is built from.' })
  commitId?: string | null;

  @Field(() => ReleaseStatus, { nullable: true, description: 'How far it is.' })
  status?: keyof typeof ReleaseStatus | null;

  @Field(() => String, { nullable: true, description: 'What is new.' })
  notes?: string | null;

  @Field(() => String, { nullable: true, description: 'Where more is said about it.' })
  url?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was recorded here.' })
  createdAt?: Date | null;
}

@InputType('ReleaseFilter', { description: 'Which releases; all conditions must hold.' })
export class ReleaseFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name or the tag, in any case.' })
  search?: string | null;

  @Field(() => ReleaseStatus, { nullable: true, description: 'How far they are.' })
  status?: ReleaseStatus | null;

  @Field(() => ID, { nullable: true, description: 'The product they belong to.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'An asset they release.' })
  assetId?: string | null;

  @Field(() => ID, { nullable: true, description: 'An environment they go to.' })
  environmentId?: string | null;
}

/** By what releases are sorted. */
export enum ReleaseOrderField {
  CREATED = 'CREATED',
  NAME = 'NAME',
}
registerEnumType(ReleaseOrderField, {
  name: 'ReleaseOrderField',
  description: 'By what releases are sorted.',
  valuesConfig: {
    CREATED: { description: 'By when they were recorded here.' },
    NAME: { description: 'By name.' },
  },
});

@InputType('ReleaseOrder', { description: 'How releases are sorted.' })
class ReleaseOrder {
  @Field(() => ReleaseOrderField, { description: 'By what.' })
  field!: ReleaseOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class ReleasesArgs extends ConnectionArgs {
  @Field(() => ReleaseFilter, { nullable: true, description: 'Which releases; all by default.' })
  filter?: ReleaseFilter | null;

  @Field(() => ReleaseOrder, { nullable: true, description: 'How they are sorted; newest first by default.' })
  orderBy?: ReleaseOrder | null;
}

export const { Connection: ReleaseConnection } = connectionOf(() => Release, 'Release');
