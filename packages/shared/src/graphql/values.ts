import { Directive, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DecimalScalar, JsonScalar } from './scalars.js';

/** The direction of a sorted list. */
export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'The direction of a sorted list.',
  valuesConfig: {
    ASC: { description: 'Smallest, earliest or alphabetically first comes first.' },
    DESC: { description: 'Greatest, latest or alphabetically last comes first.' },
  },
});

/** How far an asset or a customer is from working, from best to worst. */
export enum ImpactState {
  UP = 'UP',
  AT_RISK = 'AT_RISK',
  DEGRADED = 'DEGRADED',
  DOWN = 'DOWN',
}
registerEnumType(ImpactState, {
  name: 'ImpactState',
  description: 'Up or down, from best to worst: UP, AT_RISK, DEGRADED, DOWN.',
  valuesConfig: {
    UP: { description: 'Works as it should.' },
    AT_RISK: { description: 'Works, but has lost redundancy; weighs nothing in availability.' },
    DEGRADED: { description: "Works worse than it should; weighs the agreement's degraded weight." },
    DOWN: { description: 'Does not work; weighs 1 in availability.' },
  },
});

/** An exact amount in one currency. */
@Directive('@shareable')
@ObjectType('Money', { description: 'An exact amount of money in one currency.' })
export class Money {
  @Field(() => DecimalScalar, { description: "The amount in the currency's main unit, exact." })
  amount!: string;

  @Field(() => String, { description: 'ISO 4217 currency code, such as `EUR`.' })
  currency!: string;
}

/** An amount given by a caller. */
@InputType('MoneyInput', { description: 'An exact amount of money in one currency.' })
export class MoneyInput {
  @Field(() => DecimalScalar, { description: "The amount in the currency's main unit." })
  amount!: string;

  @Field(() => String, { description: 'ISO 4217 currency code, such as `EUR`.' })
  currency!: string;
}

/** A quotient with its parts. */
@Directive('@shareable')
@ObjectType('Ratio', { description: 'A quotient shown with its parts.' })
export class Ratio {
  @Field(() => Float, {
    nullable: true,
    description: 'numerator ÷ denominator; null where the denominator is 0.',
  })
  ratio!: number | null;

  @Field(() => Float, { description: 'What is counted.' })
  numerator!: number;

  @Field(() => Float, { description: 'Out of how many.' })
  denominator!: number;
}

/** An expected failure of a mutation. */
@Directive('@shareable')
@ObjectType('UserError', { description: 'Why a mutation changed nothing: one thing to correct.' })
export class UserError {
  @Field(() => String, { description: 'Stable code, such as `NOT_FOUND`, `CONFLICT`, `INVALID`.' })
  code!: string;

  @Field(() => String, { description: 'What is wrong and what to do, in English.' })
  message!: string;

  @Field(() => [String], {
    description: 'The input field at fault, outermost first; empty for the whole input.',
  })
  path!: readonly string[];
}

/** Where a page stands in its list. */
@Directive('@shareable')
@ObjectType('PageInfo', { description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more records follow this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether records stand before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first record; null on an empty page.' })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last record, for `after`; null on an empty page.',
  })
  endCursor!: string | null;
}

/** Rows of one import file. */
@InputType('ImportInput', { description: 'A batch of rows of one import file.' })
export class ImportInput {
  @Field(() => String, {
    defaultValue: 'import',
    description: 'The system the rows come from; external ids are unique within it.',
  })
  source!: string;

  @Field(() => [JsonScalar], {
    description:
      'At most 1,000 rows, each an object of texts keyed by the column names of the file, with `_line` for its line number.',
  })
  rows!: Record<string, unknown>[];
}

/** A row that was refused. */
@Directive('@shareable')
@ObjectType('ImportReject', { description: 'A row that was refused; all other rows are unaffected.' })
export class ImportReject {
  @Field(() => Int, {
    description: "The row's line in its file, from `_line`; else its position in the batch from 1.",
  })
  line!: number;

  @Field(() => String, { nullable: true, description: 'The column at fault; null when it is the whole row.' })
  column!: string | null;

  @Field(() => String, { description: 'What is wrong with it.' })
  reason!: string;
}

/** What became of a batch. */
@Directive('@shareable')
@ObjectType('ImportReport', {
  description: 'What became of a batch of rows: read = created + updated + unchanged + rejected.',
})
export class ImportReport {
  @Field(() => Int, { description: 'Rows in the batch.' })
  read!: number;

  @Field(() => Int, { description: 'Rows that made a new record.' })
  created!: number;

  @Field(() => Int, { description: 'Rows that changed a record.' })
  updated!: number;

  @Field(() => Int, { description: 'Rows that say what is already on record.' })
  unchanged!: number;

  @Field(() => Int, { description: 'Rows that were refused.' })
  rejected!: number;

  @Field(() => [ImportReject], { description: 'Why, one entry a refused row.' })
  rejects!: ImportReject[];
}

/** What every update says about the record it changes. */
@InputType()
export abstract class UpdateInput {
  @Field(() => ID, { description: 'The record to change.' })
  id!: string;

  @Field(() => Int, {
    description:
      'The version the caller has read; a stale one is refused with `CONFLICT` and changes nothing.',
  })
  expectedVersion!: number;
}

/** What every creation says. */
@InputType()
export abstract class CreateInput {
  @Field(() => String, {
    description:
      'Chosen by the caller, 1–200 characters; repeating it within 30 days repeats the first answer, with another body it is refused with `IDEMPOTENCY_MISMATCH`.',
  })
  idempotencyKey!: string;
}

/** What every kept record shows of itself. */
@ObjectType()
export abstract class RecordObject {
  @Field(() => ID, {
    description: 'Identifier: the prefix of its noun, `_`, and 26 characters; never reused.',
  })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Grows by one with each change; give it back as `expectedVersion`.',
  })
  version?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its identifier in the system it was imported from, unique within `source`.',
  })
  externalId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The system it was imported from; null where it was made here.',
  })
  source?: string | null;
}

/** One field that a change gave another value. */
@Directive('@shareable')
@ObjectType('FieldChange', { description: 'One field of a record that a change gave another value.' })
export class FieldChange {
  @Field(() => String, { description: "The field's name." })
  name!: string;

  @Field(() => JsonScalar, { nullable: true, description: 'Its value before; null for a new record.' })
  before!: unknown;

  @Field(() => JsonScalar, { nullable: true, description: 'Its value since.' })
  after!: unknown;
}
