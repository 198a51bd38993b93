import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateTimeScalar,
  FieldChange,
  JsonScalar,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';

/** How far a reconciliation is. */
export enum ReconciliationStatus {
  COLLECTING = 'COLLECTING',
  PLANNED = 'PLANNED',
  APPLIED = 'APPLIED',
  DISCARDED = 'DISCARDED',
}
registerEnumType(ReconciliationStatus, {
  name: 'ReconciliationStatus',
  description: 'How far a reconciliation is.',
  valuesConfig: {
    COLLECTING: { description: 'Takes rows of the feed.' },
    PLANNED: { description: 'Its differences can be reviewed, selected and applied.' },
    APPLIED: { description: 'What was selected is on record.' },
    DISCARDED: { description: 'Nothing of it was applied, and nothing will be.' },
  },
});

/** What a feed tells of. */
export enum ReconciliationNoun {
  ASSET = 'ASSET',
  DEPENDENCY = 'DEPENDENCY',
  PLACEMENT = 'PLACEMENT',
}
registerEnumType(ReconciliationNoun, {
  name: 'ReconciliationNoun',
  description: 'What a feed tells of.',
  valuesConfig: {
    ASSET: { description: 'Assets, in the columns of `assets.csv`.' },
    DEPENDENCY: { description: 'Dependencies, in the columns of `dependencies.csv`.' },
    PLACEMENT: { description: 'Placements, in the columns of `placements.csv`.' },
  },
});

/** How the feed and the record differ in one thing. */
export enum DifferenceKind {
  NEW = 'NEW',
  GONE = 'GONE',
  DRIFTED = 'DRIFTED',
}
registerEnumType(DifferenceKind, {
  name: 'DifferenceKind',
  description: 'How the feed and the record differ in one thing.',
  valuesConfig: {
    NEW: { description: 'The feed has it, the record does not. Applied, it is created.' },
    GONE: {
      description:
        'The record has it, the feed does not. Applied, an asset is retired, a dependency or placement ends.',
    },
    DRIFTED: {
      description:
        'Both have it, and they say different things. Applied, the record says what the feed says.',
    },
  },
});

@ObjectType('ReconciliationScope', {
  description: 'Which assets on record the feed is complete for; all conditions hold.',
})
export class ReconciliationScope {
  @Field(() => [String], { description: 'Names of kinds; empty: any.' })
  kinds!: string[];

  @Field(() => String, { nullable: true, description: 'Their location, exact; null: any.' })
  location!: string | null;

  @Field(() => String, { nullable: true, description: 'A label they carry, exact; null: any.' })
  tag!: string | null;
}

@ObjectType('DifferenceCount', { description: 'How many differences of one noun and kind there are.' })
export class DifferenceCount {
  @Field(() => ReconciliationNoun, { description: 'Of what.' })
  noun!: keyof typeof ReconciliationNoun;

  @Field(() => DifferenceKind, { description: 'Of which kind.' })
  kind!: keyof typeof DifferenceKind;

  @Field(() => Int, { description: 'How many.' })
  count!: number;

  @Field(() => Int, { description: 'How many of them are selected.' })
  selectedCount!: number;
}

@ObjectType('ReconciliationProblem', { description: 'A row of the feed that the plan leaves out.' })
export class ReconciliationProblem {
  @Field(() => ReconciliationNoun, { description: 'Of which noun.' })
  noun!: keyof typeof ReconciliationNoun;

  @Field(() => Int, { description: 'Its line, as it was given.' })
  line!: number;

  @Field(() => String, { description: 'Why it is left out.' })
  reason!: string;
}

@ObjectType('Difference', { description: 'One thing in which the feed and the record differ.' })
export class Difference {
  @Field(() => ID, { description: 'Identifier, `dif_…`.' })
  id!: string;

  @Field(() => ReconciliationNoun, { description: 'Of which noun.' })
  noun!: keyof typeof ReconciliationNoun;

  @Field(() => DifferenceKind, { description: 'How they differ.' })
  kind!: keyof typeof DifferenceKind;

  @Field(() => String, {
    description: 'What it is about: the external id of an asset, or both ends of a tie.',
  })
  name!: string;

  @Field(() => [FieldChange], {
    description:
      'What the record says and what it would say; attributes one by one, as `attributes.release`.',
  })
  fields!: FieldChange[];

  @Field(() => Boolean, { description: 'Whether it is to be applied.' })
  selected!: boolean;

  recordId!: string | null;
}

export const { Connection: DifferenceConnection } = connectionOf(() => Difference, 'Difference');

@Directive('@key(fields: "id")')
@ObjectType('Reconciliation', {
  description:
    'A feed of what exists, compared with what is on record: a plan of the differences that is reviewed and applied as a change, all or nothing. Staff only.',
})
export class Reconciliation extends RecordObject {
  @Field(() => String, {
    nullable: true,
    description: 'The system the feed is of; its external ids are of that source.',
  })
  feedSource?: string | null;

  @Field(() => [ReconciliationNoun], { nullable: true, description: 'What the feed is complete for.' })
  nouns?: (keyof typeof ReconciliationNoun)[] | null;

  @Field(() => ReconciliationStatus, { nullable: true, description: 'How far it is.' })
  status?: keyof typeof ReconciliationStatus | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was started.' })
  startedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the differences were taken.' })
  plannedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was applied.' })
  appliedAt?: Date | null;

  @Field(() => Int, { nullable: true, description: 'How many rows the plan leaves out.' })
  problemCount?: number | null;

  @Field(() => [ReconciliationProblem], {
    nullable: true,
    description: 'The first 1,000 rows the plan leaves out.',
  })
  problems?: ReconciliationProblem[] | null;

  startedBy?: string | null;
  changeId?: string | null;
  assetKinds?: string[];
  location?: string | null;
  tag?: string | null;
}

export const { Connection: ReconciliationConnection } = connectionOf(() => Reconciliation, 'Reconciliation');

@InputType('ReconciliationFilter', { description: 'Which reconciliations; all conditions must hold.' })
export class ReconciliationFilter {
  @Field(() => ReconciliationStatus, { nullable: true, description: 'How far they are.' })
  status?: ReconciliationStatus | null;

  @Field(() => String, { nullable: true, description: 'The system the feed is of, exact.' })
  feedSource?: string | null;
}

@ArgsType()
export class ReconciliationsArgs extends ConnectionArgs {
  @Field(() => ReconciliationFilter, {
    nullable: true,
    description: 'Which reconciliations; all by default.',
  })
  filter?: ReconciliationFilter | null;
}

@InputType('DifferenceFilter', { description: 'Which differences; all conditions must hold.' })
export class DifferenceFilter {
  @Field(() => ReconciliationNoun, { nullable: true, description: 'Of which noun.' })
  noun?: ReconciliationNoun | null;

  @Field(() => DifferenceKind, { nullable: true, description: 'Of which kind.' })
  kind?: DifferenceKind | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether they are selected.' })
  selected?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;
}

@ArgsType()
export class DifferencesArgs extends ConnectionArgs {
  @Field(() => DifferenceFilter, { nullable: true, description: 'Which differences; all by default.' })
  filter?: DifferenceFilter | null;
}

@InputType('ReconciliationScopeInput', {
  description: 'Which assets on record the feed is complete for; all conditions must hold.',
})
export class ReconciliationScopeInput {
  @Field(() => [String], { nullable: true, description: 'Names of kinds; any by default.' })
  kinds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Their location, exact; any by default.' })
  location?: string | null;

  @Field(() => String, { nullable: true, description: 'A label they carry, exact; any by default.' })
  tag?: string | null;
}

@InputType('StartReconciliationInput', { description: 'A feed of what exists.' })
export class StartReconciliationInput extends CreateInput {
  @Field(() => String, { description: 'The system the feed is of; only assets of that source can be gone.' })
  source!: string;

  @Field(() => [ReconciliationNoun], {
    description: 'What the feed is complete for: of these, what it does not have is gone.',
  })
  nouns!: ReconciliationNoun[];

  @Field(() => ReconciliationScopeInput, {
    nullable: true,
    description: 'Which assets of the source the feed is complete for; all by default.',
  })
  scope?: ReconciliationScopeInput | null;
}

@InputType('ReconciliationRowsInput', { description: 'Rows of a feed.' })
export class ReconciliationRowsInput {
  @Field(() => ID, { description: 'The reconciliation, which takes rows until it is planned.' })
  id!: string;

  @Field(() => ReconciliationNoun, { description: 'What the rows tell of.' })
  noun!: ReconciliationNoun;

  @Field(() => [JsonScalar], {
    description:
      'At most 1,000 rows, each an object of texts keyed by the column names of the import file, with `_line` for its line number. A row of what was given before replaces that.',
  })
  rows!: Record<string, unknown>[];
}

@InputType('ReconciliationStepInput', { description: 'A step of a reconciliation.' })
export class ReconciliationStepInput extends UpdateInput {}

@InputType('SelectDifferencesInput', { description: 'Differences that are to be applied, or not.' })
export class SelectDifferencesInput extends UpdateInput {
  @Field(() => Boolean, { description: 'Whether they are to be applied.' })
  selected!: boolean;

  @Field(() => [ID], {
    nullable: true,
    description: 'Which ones, at most 1,000; all that `filter` means by default.',
  })
  ids?: string[] | null;

  @Field(() => DifferenceFilter, {
    nullable: true,
    description: 'Which ones, where no ids are given; all by default.',
  })
  filter?: DifferenceFilter | null;
}

@InputType('ApplyReconciliationInput', {
  description: 'A plan that is applied, all of what is selected or nothing.',
})
export class ApplyReconciliationInput extends UpdateInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'The change it is part of, which is approved, scheduled or in progress; by default a standard change is recorded, which is complete with it.',
  })
  changeId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Title of the standard change, 1–200 characters; names the source by default.',
  })
  title?: string | null;
}

@ObjectType('ReconciliationPayload', {
  description: 'The reconciliation after a mutation, or why nothing changed.',
})
export class ReconciliationPayload {
  @Field(() => Reconciliation, { nullable: true, description: 'The reconciliation; null when refused.' })
  reconciliation?: Reconciliation | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
