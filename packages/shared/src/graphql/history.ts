import { Directive, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { readHistory } from '../history/index.js';
import { isId } from '../ids/index.js';
import { checkPageSize } from '../paging/index.js';
import { invalid } from '../errors/index.js';
import { connectionOf, type ConnectionArgs, type ConnectionValue } from './connection.js';
import type { RequestContext } from './context.js';
import { DateTimeScalar } from './scalars.js';
import { FieldChange } from './values.js';

/** One recorded change of a record, as a resolver returns it. */
export interface HistoryValue {
  version: number;
  at: Date;
  actor: object | null;
  /** The change request it was part of, if any. */
  changeId: string | null;
  /** Why it was made, in its author's words. */
  reason: string | null;
  fields: FieldChange[];
}

/**
 * The GraphQL types of a record's history, the same in every subgraph but for the class that stands for a person
 * there. Called once a subgraph.
 */
export function historyTypes<Person extends object>(person: () => ClassType<Person>) {
  @Directive('@shareable')
  @ObjectType('HistoryEntry', { description: 'One recorded change of a record.' })
  class HistoryEntry {
    @Field(() => Int, { description: 'The version the record has since this change.' })
    version!: number;

    @Field(() => DateTimeScalar, { description: 'When it was made.' })
    at!: Date;

    @Field(person, {
      nullable: true,
      description: 'Who made it; null for the platform itself and for machines.',
    })
    actor!: Person | null;

    @Field(() => String, {
      nullable: true,
      description: "Why it was made, in its author's words; null where no reason was asked for.",
    })
    reason!: string | null;

    @Field(() => [FieldChange], {
      description: 'What it changed; empty where it concerns only what is not shown.',
    })
    fields!: FieldChange[];
  }
  const { Connection } = connectionOf(() => HistoryEntry, 'HistoryEntry', { shareable: true });
  return { HistoryEntry, HistoryConnection: Connection };
}

const CURSOR = /^v(\d{1,9})$/;

/**
 * The history of one record, newest first; one statement for all records of a request that ask with the same
 * arguments. Viewers other than staff see none.
 *
 * @param recordType the noun as in its event types
 * @param actorOf the person of an id; called for ids of persons only
 */
export async function historyPage(
  context: RequestContext,
  recordType: string,
  recordId: string,
  args: ConnectionArgs,
  actorOf: (personId: string) => Promise<object | null>,
): Promise<ConnectionValue<HistoryValue>> {
  checkPageSize(args.first);
  const below = args.after ? Number(CURSOR.exec(args.after)?.[1] ?? Number.NaN) : undefined;
  if (Number.isNaN(below)) throw invalid('`after` is not a cursor of this list.', ['after']);
  const entries =
    (await context
      .loader<string, Awaited<ReturnType<typeof readHistory>>[number]>(
        `history:${recordType}:${args.first}:${below ?? ''}`,
        (recordIds) =>
          readHistory(context.session, {
            recordType,
            recordIds,
            limit: args.first + 1,
            ...(below === undefined ? {} : { below }),
          }),
      )
      .load(recordId)) ?? [];
  const shown = await Promise.all(
    entries.slice(0, args.first).map(async ({ version, at, actorId, changeId, reason, fields }) => ({
      version,
      at,
      actor: actorId !== null && isId('per', actorId) ? await actorOf(actorId) : null,
      changeId,
      reason,
      fields: [...fields],
    })),
  );
  const edges = shown.map((node) => ({ cursor: `v${node.version}`, node }));
  return {
    edges,
    nodes: shown,
    pageInfo: {
      hasNextPage: entries.length > args.first,
      hasPreviousPage: Boolean(args.after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    countAll: async () => (await loadCount(context, recordType, recordId)) ?? 0,
  };
}

function loadCount(context: RequestContext, recordType: string, recordId: string): Promise<number | null> {
  return context
    .loader<string, number>(`history-count:${recordType}`, async (recordIds) => {
      const rows = await context.session.query<{ id: string; count: number }>(
        `select record_id as id, count(*)::int as count from history
         where record_type = $1 and record_id = any($2::text[]) group by record_id`,
        [recordType, [...recordIds]],
      );
      const counts = new Map(rows.map((row) => [row.id, row.count]));
      return recordIds.map((id) => counts.get(id) ?? 0);
    })
    .load(recordId);
}
