import { checkText, invalid, type SqlParameters } from '@plimsoll/shared';
import type { AssetAttributeFilter } from './asset-filter.types.js';

const MOST_CONDITIONS = 20;

/**
 * Conditions on the attributes of `a`, as SQL. Equality alone is what an index knows.
 *
 * @throws DomainError `INVALID` naming the condition: nothing asked, a bound that is no number or text, or more than 20
 */
export function attributeConditions(
  filters: readonly AssetAttributeFilter[],
  parameters: SqlParameters,
): string[] {
  if (filters.length > MOST_CONDITIONS) {
    throw invalid(`Ask for at most ${MOST_CONDITIONS} attributes; these are ${filters.length}.`, [
      'filter',
      'attributes',
    ]);
  }
  return filters.flatMap((filter, index) =>
    conditionsOf(filter, parameters, ['filter', 'attributes', String(index)]),
  );
}

/** What all equalities together ask the attributes to hold; null where there are none. */
export function wantedAttributes(filters: readonly AssetAttributeFilter[]): Record<string, unknown> | null {
  const wanted = filters
    .filter(({ equals }) => equals != null)
    .map(({ name, equals }) => [name.trim(), equals]);
  return wanted.length === 0 ? null : (Object.fromEntries(wanted) as Record<string, unknown>);
}

function conditionsOf(
  { name, equals, from, to, contains, present }: AssetAttributeFilter,
  parameters: SqlParameters,
  path: string[],
): string[] {
  const key = parameters.add(checkText(name, 'name', 100));
  const conditions: string[] = [];
  if (equals != null) {
    conditions.push(
      `a.attributes @> jsonb_build_object(${key}::text, ${parameters.add(JSON.stringify(equals))}::jsonb)`,
    );
  }
  if (from != null) conditions.push(bound(key, '>=', from, parameters, [...path, 'from']));
  if (to != null) conditions.push(bound(key, '<=', to, parameters, [...path, 'to']));
  if (contains != null) {
    conditions.push(`a.attributes ->> ${key}::text ilike ${parameters.addContaining(contains)}`);
  }
  if (present != null) conditions.push(`${present ? '' : 'not '}(a.attributes ? ${key}::text)`);
  if (conditions.length === 0) {
    throw invalid('Say what the attribute has to be: `equals`, `from`, `to`, `contains` or `present`.', path);
  }
  return conditions;
}

/** A value of another type is neither above nor below a bound. */
function bound(
  key: string,
  comparison: '>=' | '<=',
  value: unknown,
  parameters: SqlParameters,
  path: string[],
): string {
  if (typeof value === 'number') {
    return `case jsonb_typeof(a.attributes -> ${key}::text) when 'number'
      then (a.attributes -> ${key}::text)::numeric ${comparison} ${parameters.add(value)}::numeric else false end`;
  }
  if (typeof value === 'string') {
    return `case jsonb_typeof(a.attributes -> ${key}::text) when 'string'
      then (a.attributes ->> ${key}::text) collate "C" ${comparison} ${parameters.add(value)}::text else false end`;
  }
  throw invalid('A bound is a number or a text.', path);
}
