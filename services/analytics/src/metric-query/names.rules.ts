import {
  JOINS,
  type Dimension,
  type JoinName,
  type KeyName,
  type Relation,
  type Sql,
} from '../metric-catalog/index.js';

/** Of these keys a company has few beside its rows, so that there are few groups of them. */
const FEW: readonly (KeyName | null)[] = [
  'product',
  'plan',
  'supportLevel',
  'agreement',
  'pod',
  'team',
  'queue',
];

/**
 * The dimensions of a relation whose values may be looked up by key once its rows are grouped: they say the same of a key at
 * any time.
 */
export function namedAfterwards(relation: Relation, dimensions: readonly Dimension[]): Dimension[] {
  return dimensions.filter(
    ({ name, key, sql, joins }) =>
      FEW.includes(key) &&
      joins.length > 0 &&
      !(name in relation.dimensions) &&
      [sql, ...joins.map((join) => JOINS[join].sql)].every((text) => !/(?<!:):(?!key\b|:)/.test(text)),
  );
}

/** The tables in which dimensions of keys are looked up, and how each is read there. */
export function lookupOf(
  dimensions: readonly Dimension[],
  keyed: (key: KeyName) => Sql,
): { joins: Sql[]; cut: (dimension: Dimension) => Sql } {
  const fill = (sql: Sql, key: KeyName) => sql.replaceAll(/(?<!:):key\b/g, () => keyed(key));
  const names = new Set<JoinName>();
  const add = (name: JoinName): void => {
    const { after } = JOINS[name];
    if (after) add(after);
    names.add(name);
  };
  for (const { joins } of dimensions) joins.forEach(add);
  return {
    joins: [...names].map((name) => fill(JOINS[name].sql, JOINS[name].key)),
    cut: ({ sql, key }) => (key === null ? sql : fill(sql, key)),
  };
}
