import {
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import { visibleFields } from './supergraph.js';

/** Leaves that can hold the name of a record. */
const TELLING: ReadonlySet<string> = new Set(['ID', 'String', 'JSON']);
/** Records asked of each list inside an answer; enough to hold all that one customer of the fixture has. */
const PAGE = 3;

/** Where a selection stands. */
interface Place {
  /** The value types around it, and the record they are part of. */
  inside: readonly string[];
  /** Whether it is part of what was asked about, with no record between. */
  isNear: boolean;
}

/**
 * What a type offers without being asked a question back: all its leaves, what is part of it (value types, pages),
 * and `depth` steps to further entities. Of those at the end of the way only their ids are asked for, and of value
 * types there only what could name a record.
 *
 * @param entities names of the types with a key; a step to one of them counts
 * @returns a selection set with its braces
 */
export function selectionOf(type: GraphQLObjectType, depth: number, entities: ReadonlySet<string>): string {
  return selectRecord(type, depth, entities, true);
}

/** A field with all it offers, or null where it cannot be asked for without arguments of its own. */
export function fieldSelection(
  field: GraphQLField<unknown, unknown>,
  depth: number,
  entities: ReadonlySet<string>,
): string | null {
  return selectField(field, depth, entities, { inside: [], isNear: true });
}

/** What was selected of a record before, by its type, the depth and its place: thousands of questions hold the same. */
const SELECTED = new WeakMap<GraphQLObjectType, Map<string, string>>();

/** A record of an answer begins anew: what is selected of it does not depend on the way to it. */
function selectRecord(
  type: GraphQLObjectType,
  depth: number,
  entities: ReadonlySet<string>,
  isNear: boolean,
): string {
  const known = SELECTED.get(type) ?? new Map<string, string>();
  SELECTED.set(type, known);
  const key = `${depth} ${isNear}`;
  const selection = known.get(key) ?? select(type, depth, entities, { inside: [type.name], isNear });
  known.set(key, selection);
  return selection;
}

function select(type: GraphQLObjectType, depth: number, entities: ReadonlySet<string>, place: Place): string {
  // A page's place in its list is made of its own records.
  const parts =
    type.name === 'PageInfo'
      ? ['hasNextPage']
      : visibleFields(type).flatMap((field) => selectField(field, depth, entities, place) ?? []);
  return `{ ${parts.length > 0 ? parts.join(' ') : '__typename'} }`;
}

function selectField(
  field: GraphQLField<unknown, unknown>,
  depth: number,
  entities: ReadonlySet<string>,
  place: Place,
): string | null {
  if (field.args.some((argument) => isNonNullType(argument.type) && argument.defaultValue === undefined))
    return null;
  const paged = field.args.some(({ name }) => name === 'first') ? `(first: ${PAGE})` : '';
  const type = getNamedType(field.type);
  // Further from the record that was asked about only what could name another one, and how many there are.
  const names = depth > 0 || place.isNear || TELLING.has(type.name) || field.name === 'totalCount';
  if (isLeafType(type)) return names ? `${field.name}${paged}` : null;
  if (!isObjectType(type)) return null;
  if (entities.has(type.name)) {
    const further = depth > 0 ? selectRecord(type, depth - 1, entities, false) : '{ id }';
    return `${field.name}${paged} ${further}`;
  }
  // Edges say again what the nodes say; a value type inside itself would never end.
  if (field.name === 'edges' || place.inside.includes(type.name)) return null;
  if (type.name.startsWith('History') && depth < 1) return null;
  return `${field.name}${paged} ${select(type, depth, entities, { ...place, inside: [...place.inside, type.name] })}`;
}
