import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { RoutingRuleSetEntity } from './routing-rule-set.entity.js';
import type { RoutingRuleSetFilter, RoutingRuleSetOrderField } from './routing-rule-set.types.js';

/** A set of routing rules as the rest of the service knows it. */
export type RoutingRuleSetRecord = RoutingRuleSetEntity;

/** What may be asked of the list of sets. */
export type RuleSetListArguments = ListArguments<RoutingRuleSetFilter, keyof typeof RoutingRuleSetOrderField>;

/** Sets of routing rules, with their history and events. */
export const ruleSetRecords = new Records<RoutingRuleSetRecord>({
  entity: RoutingRuleSetEntity,
  noun: 'set of routing rules',
  eventNoun: 'routing_rule_set',
  eventData: ({ name, status, fallbackQueueId, liveFrom, liveTo, rules }) => ({
    name,
    status,
    fallbackQueueId,
    liveFrom,
    liveTo,
    ruleCount: rules.length,
  }),
});

const COLUMNS = `s.id, s.version, s.external_id as "externalId", s.source, s.name, s.status, s.rules,
  s.fallback_queue_id as "fallbackQueueId", s.based_on_id as "basedOnId", s.created_at as "createdAt",
  s.live_from as "liveFrom", s.live_to as "liveTo"`;

/** How sets are listed. */
export const ruleSetList: ListDefinition<RoutingRuleSetFilter, keyof typeof RoutingRuleSetOrderField> = {
  columns: COLUMNS,
  from: 'routing_rule_set s',
  id: 's.id',
  orders: { CREATED_AT: { sql: 's.created_at', type: 'timestamptz' }, NAME: { sql: 's.name', type: 'text' } },
  defaultOrder: { field: 'CREATED_AT', direction: 'DESC' },
  where: (filter, parameters) => [
    ...(filter.status == null ? [] : [`s.status = ${parameters.add(filter.status)}`]),
    ...(filter.search ? [`s.name ilike ${parameters.addContaining(filter.search)}`] : []),
  ],
};

/** The set in force; null: there is none. One statement. */
export async function findLiveRuleSet(session: Session): Promise<RoutingRuleSetRecord | null> {
  const [found] = await session.query<RoutingRuleSetRecord>(
    `select ${COLUMNS} from routing_rule_set s where s.status = 'LIVE'`,
  );
  return found ?? null;
}

/** Keeps others from putting a set in force until the transaction ends, also where none is yet. */
export async function lockLiveRuleSet(tx: Session): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('routing_rule_set'))`);
}

/** Those of these support levels that are not on record here. One statement. */
export async function unknownSupportLevels(session: Session, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await session.query<{ id: string }>(
    `select given.id from unnest($1::text[]) as given(id)
      where not exists (select from support_level l where l.id = given.id)`,
    [[...ids]],
  );
  return rows.map(({ id }) => id);
}
