import {
  ArgsType,
  Directive,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
  type ClassType,
} from 'type-graphql';
import type { AuditRowFilter, AuditVerification } from '../audit/index.js';
import { connectionOf, ConnectionArgs, DateTimeScalar, FieldChange } from '../graphql/index.js';

/** What became of what a caller asked for. */
export enum AuditOutcome {
  CHANGED = 'CHANGED',
  DENIED = 'DENIED',
}

registerEnumType(AuditOutcome, {
  name: 'AuditOutcome',
  description: 'What became of what a caller asked for.',
  valuesConfig: {
    CHANGED: { description: 'A record was made or changed.' },
    DENIED: { description: 'The caller was refused, and nothing was changed.' },
  },
});

/** In which direction the audit log is read. */
export enum AuditEntryOrder {
  NEWEST_FIRST = 'NEWEST_FIRST',
  OLDEST_FIRST = 'OLDEST_FIRST',
}

registerEnumType(AuditEntryOrder, {
  name: 'AuditEntryOrder',
  description: 'In which direction the audit log is read; its order is that in which it is sealed.',
  valuesConfig: {
    NEWEST_FIRST: { description: 'The latest entry first.' },
    OLDEST_FIRST: { description: 'The earliest entry first.' },
  },
});

@InputType('AuditEntryFilter', {
  description: 'Which entries of the audit log; every field given must hold.',
})
export class AuditEntryFilter implements AuditRowFilter {
  @Field(() => String, { nullable: true, description: 'Changes of this noun: `customer`, `api_key` …' })
  recordType?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Changes of this record, and refused attempts that named it.',
  })
  recordId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What this person (`per_…`) or this caller, by its stable name, did or tried.',
  })
  actor?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'From this instant on.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this instant.' })
  to?: Date | null;

  @Field(() => AuditOutcome, { nullable: true, description: 'Changes alone, or refused attempts alone.' })
  outcome?: AuditOutcome | null;
}

@ArgsType()
export class AuditEntriesArgs extends ConnectionArgs {
  @Field(() => AuditEntryFilter, { nullable: true, description: 'Which entries; all when absent.' })
  filter?: AuditEntryFilter | null;

  @Field(() => AuditEntryOrder, {
    defaultValue: AuditEntryOrder.NEWEST_FIRST,
    description: 'From which end.',
  })
  orderBy!: AuditEntryOrder;
}

@Directive('@shareable')
@ObjectType('AuditSeal', { description: 'A link of the chain that seals the audit log.' })
export class AuditSealObject {
  @Field(() => Int, { description: 'Its place in the chain, from 1.' })
  number!: number;

  @Field(() => String, {
    description:
      'Its hash, SHA-256 in hexadecimal. Noted outside the database, it proves the log up to here.',
  })
  hash!: string;

  @Field(() => DateTimeScalar, { description: 'When it was set.' })
  sealedAt!: Date;
}

@Directive('@shareable')
@ObjectType('AuditFault', { description: 'The first seal that does not agree with the audit log.' })
export class AuditFault {
  @Field(() => Int, {
    nullable: true,
    description: 'Its place in the chain; null where no seal is at fault.',
  })
  seal!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was set, as it says.' })
  sealedAt!: Date | null;

  @Field(() => String, {
    description:
      '`CHAIN_BROKEN`, `SEAL_CHANGED`, `ENTRIES_ADDED_OR_REMOVED`, `ENTRY_CHANGED` or `KNOWN_HASH_MISSING`.',
  })
  fault!: string;
}

@Directive('@shareable')
@ObjectType('AuditVerification', {
  description: 'What came of recomputing the audit log and comparing it with its seals.',
})
export class AuditVerificationObject implements AuditVerification {
  @Field(() => Boolean, { description: 'Whether every seal agrees.' })
  intact!: boolean;

  @Field(() => Int, { description: 'Seals in the chain.' })
  seals!: number;

  @Field(() => Float, { description: 'Entries under the seals that agree.' })
  sealedEntries!: number;

  @Field(() => Float, { description: 'Entries that no seal covers yet; sealing runs once a minute.' })
  unsealedEntries!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when something waits to be sealed.' })
  oldestUnsealedAt!: Date | null;

  @Field(() => AuditSealObject, { nullable: true, description: 'The latest seal; null before the first.' })
  latestSeal!: AuditSealObject | null;

  @Field(() => AuditFault, { nullable: true, description: 'The first seal at fault; null where none is.' })
  firstFault!: (AuditFault & AuditVerification['firstFault']) | null;
}

/** The GraphQL types of the audit log; called once a subgraph, with the class that stands for a person there. */
export function auditTypes<Person extends object>(person: () => ClassType<Person>) {
  @Directive('@shareable')
  @ObjectType('AuditEntry', { description: 'A change that was made, or an attempt that was refused.' })
  class AuditEntry {
    @Field(() => AuditOutcome, { description: 'Which of the two.' })
    outcome!: AuditOutcome;

    @Field(() => DateTimeScalar, { description: 'When.' })
    at!: Date;

    @Field(() => String, { nullable: true, description: 'The noun that changed; null for an attempt.' })
    recordType!: string | null;

    @Field(() => [ID], { description: 'The record that changed, or those the attempt named, at most 50.' })
    recordIds!: string[];

    @Field(() => Int, { nullable: true, description: 'The version the record has since the change.' })
    version!: number | null;

    @Field(() => String, {
      nullable: true,
      description: 'The mutation that was refused, or `authenticate` for an API key; null for a change.',
    })
    action!: string | null;

    @Field(() => String, { nullable: true, description: 'With which code it was refused.' })
    code!: string | null;

    @Field(person, { nullable: true, description: 'The person behind it, if one is known.' })
    actor!: Person | null;

    @Field(() => String, {
      nullable: true,
      description: "The caller's stable name: of a token, or an API key's id; null for the platform itself.",
    })
    subject!: string | null;

    @Field(() => String, { nullable: true, description: 'The request it came in.' })
    requestId!: string | null;

    @Field(() => String, { nullable: true, description: "Why, in its author's words." })
    reason!: string | null;

    @Field(() => [FieldChange], { description: 'What changed, before and after; empty for an attempt.' })
    fields!: FieldChange[];
  }
  const { Connection } = connectionOf(() => AuditEntry, 'AuditEntry', { shareable: true });
  return { AuditEntry, AuditEntryConnection: Connection };
}
