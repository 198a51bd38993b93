import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, getIntrospectionQuery, parse, type OperationDefinitionNode } from 'graphql';
import { TwoServices } from '../testing/two-services.js';
import { costOf } from './cost.rules.js';
import { admitDocument } from './document.rules.js';
import { DEFAULT_LIMITS } from './limits.js';

const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(' ');

/** A field nested `levels` deep; the fields need not exist, since the limit comes before validation. */
const nested = (levels: number) =>
  '{ customer(id: "c1") ' + '{ partner '.repeat(levels - 1) + '}'.repeat(levels);

/** Fragments each spreading the next twice, 2^20 fields in a kilobyte. */
const doubling =
  '{ ...F0 } ' +
  repeat(
    20,
    (i) =>
      `fragment F${i} on Query { a: __typename b: __typename x: caller ...F${i + 1} y: caller ... on Query { ...F${i + 1} } }`,
  ) +
  ' fragment F20 on Query { caller }';

describe('the limits', () => {
  let platform: TwoServices;

  beforeAll(async () => {
    platform = await TwoServices.start();
  });

  afterAll(async () => {
    await platform.stop();
  });

  const refused: [string, string, Record<string, unknown>, Record<string, unknown>][] = [
    ['tokens', `{ ${'caller '.repeat(4_001)} }`, {}, { limit: 'tokens', maximum: 4_000, measured: null }],
    ['depth', nested(19), {}, { limit: 'depth', maximum: 18, measured: 19 }],
    [
      'aliases',
      `{ customer(id: "c1") { ${repeat(51, (i) => `a${i}: name`)} } }`,
      {},
      { limit: 'aliases', maximum: 50, measured: 51 },
    ],
    [
      '2,000 aliases in a fragment nobody uses',
      `{ caller } fragment F on Query { ${repeat(900, (i) => `a${i}: caller`)} }`,
      {},
      { limit: 'aliases', measured: 900 },
    ],
    [
      'root fields',
      `{ ${repeat(21, (i) => `f${i}`)} }`,
      {},
      { limit: 'rootFields', maximum: 20, measured: 21 },
    ],
    [
      'directives',
      `{ caller ${'@include(if: true) '.repeat(51)} }`,
      {},
      { limit: 'directives', maximum: 50, measured: 51 },
    ],
    [
      'repeated fields',
      `{ customer(id: "c1") { ${'name '.repeat(22)} } }`,
      {},
      { limit: 'duplicateFields', maximum: 20, measured: 21 },
    ],
    ['fragments that multiply', doubling, {}, { limit: 'rootFields' }],
    [
      'fields',
      `{ customers { nodes { ${repeat(1_000, (i) => `f${i}`)} } } }`,
      {},
      { limit: 'fields', maximum: 1_000, measured: 1_002 },
    ],
    [
      'nested literals',
      `{ count(ids: ${'['.repeat(1_900)}${']'.repeat(1_900)}) }`,
      {},
      { limit: 'literalDepth', maximum: 8, measured: 1_900 },
    ],
    [
      'cost in the document',
      '{ customers(first: 60000) { nodes { id } } }',
      {},
      { limit: 'cost', maximum: 50_000, measured: 60_001 },
    ],
    [
      'cost in the variables',
      'query Q($n: Int) { customers(first: $n) { nodes { id partner { id } } } }',
      { n: 30_000 },
      { limit: 'cost', measured: 60_001 },
    ],
    [
      'long lists',
      'query Q($ids: [ID!]!) { count(ids: $ids) }',
      { ids: Array.from({ length: 1_001 }, String) },
      { limit: 'listLength', maximum: 1_000, measured: 1_001 },
    ],
    [
      'many rows',
      'mutation M($rows: [Row!]!) { importRows(rows: $rows) }',
      { rows: Array.from({ length: 1_001 }, () => ({ name: 'x' })) },
      { limit: 'listLength', measured: 1_001 },
    ],
    [
      'deep variables',
      'query Q($at: Instant) { when(at: $at) }',
      { at: JSON.parse('['.repeat(500) + ']'.repeat(500)) as unknown },
      { limit: 'variableDepth', maximum: 16 },
    ],
  ];

  it.each(refused)('refuse %s, saying what was measured', async (_name, query, variables, extensions) => {
    const { status, errors, data } = await platform.ask(query, variables);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', ...extensions });
    expect(errors?.[0]?.message).toMatch(/^The request .*\d.*\)\. [A-Z].*\.$/);
    expect(status).toBe(400);
    expect(data).toBeUndefined();
  });

  it('refuse a body of more than a megabyte', async () => {
    const { status, errors } = await platform.ask('{ caller }', { filler: 'x'.repeat(1_048_577) });
    expect(status).toBe(413);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit: 'bodyBytes',
      maximum: 1_048_576,
    });
  });

  it('answer an unreadable body clearly', async () => {
    const authorization = `Bearer ${await platform.token()}`;
    const { status, errors } = await platform.post('{"query": ', { authorization });
    expect(status).toBe(400);
    expect(errors).toEqual([
      { message: 'The body of the request is not valid JSON.', extensions: { code: 'BAD_REQUEST' } },
    ]);
  });

  it('stop validation after twenty errors', async () => {
    const { errors } = await platform.ask(`{ customer(id: "c1") { ${repeat(200, (i) => `no${i}`)} } }`);
    expect(errors).toHaveLength(21);
  });

  it('leave fragments inside themselves and unknown ones to validation', async () => {
    const circular = await platform.ask(
      '{ ...F } fragment F on Query { caller ...G } fragment G on Query { ...F }',
    );
    expect(circular.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    const unknown = await platform.ask('{ ...Missing }');
    expect(unknown.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('take a list of a thousand and a page of a hundred', async () => {
    const { data } = await platform.ask(
      'query Q($ids: [ID!]!) { count(ids: $ids) customers(first: 100) { totalCount } }',
      {
        ids: Array.from({ length: 1_000 }, String),
      },
    );
    expect(data).toEqual({ count: 1_000, customers: { totalCount: 6 } });
  });

  it('can be configured', async () => {
    const strict = await TwoServices.start({ limits: { depth: 2, cost: 1 } });
    const { errors } = await strict.ask('{ customers { nodes { id } } }');
    expect(errors?.[0]?.extensions).toMatchObject({ limit: 'depth', maximum: 2, measured: 3 });
    await strict.stop();
  });

  it('admit the introspection query of the usual tools', async () => {
    const { data } = await platform.ask(
      getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }),
    );
    expect(data).toHaveProperty('__schema');
  });

  const contract = join(__dirname, '../../../cli/src/end-to-end/contract');
  const documents = readdirSync(contract).filter((file) => file.endsWith('.graphql'));

  it('admit every operation of the contract with room to spare', () => {
    const half = { ...DEFAULT_LIMITS, depth: 12, fields: 500, aliases: 25, rootFields: 10 };
    expect(documents.length).toBeGreaterThanOrEqual(4);
    for (const file of documents) {
      const text = readFileSync(join(contract, file), 'utf8');
      expect(() => admitDocument(parse(text, { maxTokens: half.tokens / 2 }), half)).not.toThrow();
    }
  });
});

describe('the cost of an operation', () => {
  const schema = buildSchema(`
    type Query { nodes(first: Int = 7): Page! list: [Item!]! one(id: ID!): Item union: Either }
    type Page { totalCount: Int! pageInfo: Info! nodes: [Item!]! edges: [Edge!]! }
    type Info { end: String }
    type Edge { node: Item! }
    type Item { id: ID! tags: [String!]! children(first: Int, last: Int): Page! others: [Item!]! }
    union Either = Item | Info
  `);
  const cost = (text: string, variables: Record<string, unknown> = {}) => {
    const document = parse(text);
    const operation = document.definitions[0] as OperationDefinitionNode;
    return costOf({ document, operation, schema, variables, assumedListLength: 10 });
  };

  it.each([
    ['{ __typename }', {}, 0],
    ['{ one(id: 1) { id tags } }', {}, 1],
    ['{ list { id } }', {}, 10],
    ['{ nodes(first: 3) { totalCount nodes { id } } }', {}, 4],
    ['{ nodes(first: 3) { edges { node { id } } pageInfo { end } } }', {}, 1 + 3 * 2 + 1],
    ['{ nodes { nodes { id } } }', {}, 1 + 7],
    ['query Q($n: Int) { nodes(first: $n) { nodes { id } } }', { n: 4 }, 1 + 4],
    ['query Q($n: Int = 5) { nodes(first: $n) { nodes { id } } }', {}, 1 + 5],
    ['query Q($n: Int = 5) { nodes(first: $n) { nodes { id } } }', { n: null }, 1 + 7],
    ['{ nodes(first: 3) { nodes { children(last: 2) { nodes { id } } } } }', {}, 1 + 3 * (1 + 1 + 2)],
    ['{ nodes(first: 3) { nodes { others { id } } } }', {}, 1 + 3 * (1 + 10)],
    [
      '{ nodes(first: 3) { ...P } } fragment P on Page { nodes { ... on Item { id } ... { others { id } } } }',
      {},
      1 + 3 * 11,
    ],
    ['{ union { ... on Item { others { id } } ... on Info { end } } }', {}, 1 + 10],
    ['{ nodes(first: -5) { nodes { id } } }', {}, 1],
  ])('of %s with %j is %d objects', (text, variables, expected) => {
    expect(cost(text, variables)).toBe(expected);
  });
});
