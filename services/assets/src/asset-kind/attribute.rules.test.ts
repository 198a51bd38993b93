import { DomainError } from '@plimsoll/shared';
import { checkAttributeSchema, findFaults, type AttributeSchema } from './attribute-schema.rules.js';
import {
  checkAttributes,
  definitionsOf,
  schemaOf,
  type AttributeDefinition,
  type Attributes,
} from './attribute.rules.js';

const kind = (...attributes: AttributeDefinition[]) => ({
  name: 'host',
  attributeSchema: schemaOf(attributes),
});
const define = (name: string, type: AttributeDefinition['type'], required = false) => ({
  name,
  type,
  required,
});

describe('attributes', () => {
  it('take the types of their kind, and others stay', () => {
    const host = kind(define('cores', 'NUMBER'), define('spare', 'BOOLEAN'), define('rack', 'TEXT'));
    expect(checkAttributes(host, { cores: ' 1.5', spare: 'No', rack: '7', note: 3, gone: null })).toEqual({
      cores: 1.5,
      spare: false,
      rack: '7',
      note: 3,
    });
    expect(checkAttributes({ name: 'any', attributeSchema: null }, { a: 'b' })).toEqual({ a: 'b' });
  });

  it('are read from texts as what they are to be', () => {
    const lists = {
      name: 'any',
      attributeSchema: {
        type: 'object',
        properties: {
          list: { type: 'array', items: { type: ['number', 'boolean'] } },
          disks: { type: 'array', items: { type: 'object' } },
          disk: { type: 'object', properties: { size: { type: 'number' } } },
          either: { type: ['number', 'string'] },
        },
      },
    };
    expect(checkAttributes(lists, { list: '1; yes;', disks: '{"a":1};{"b":2}', either: '5' })).toEqual({
      list: [1, true],
      disks: [{ a: 1 }, { b: 2 }],
      either: '5',
    });
    expect(checkAttributes(lists, { list: ' [1, 2] ', disk: '{"size": 4}' })).toEqual({
      list: [1, 2],
      disk: { size: 4 },
    });
    for (const wrong of [{ list: '[1' }, { disk: '{size}' }, { disk: '{"size": "x"}' }, { list: 'maybe' }]) {
      expect(() => checkAttributes(lists, wrong)).toThrow('The kind any says');
    }
  });

  it('are refused in another type, or where one is missing', () => {
    const refused: [AttributeDefinition, unknown][] = [
      [define('n', 'NUMBER'), '1e5'],
      [define('n', 'NUMBER'), true],
      [define('n', 'BOOLEAN'), 'maybe'],
      [define('n', 'TEXT'), 5],
      [define('n', 'TEXT', true), null],
    ];
    for (const [definition, value] of refused) {
      expect(() => checkAttributes(kind(definition), { n: value })).toThrow('attribute n');
    }
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`a${index}`, index]));
    expect(() => checkAttributes(kind(), many)).toThrow('at most 200');
    expect(() => checkAttributes(kind(), { a: 'x'.repeat(100_000) })).toThrow('at most 100000 characters');
  });

  it('are defined once each, by a printable name', () => {
    expect(schemaOf([define('a', 'TEXT', true), define('b', 'NUMBER')])).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'number' } },
      required: ['a'],
    });
    expect(() => schemaOf([define('a', 'TEXT'), define('a', 'NUMBER')])).toThrow('defined twice');
    expect(() => schemaOf([define(' ', 'TEXT')])).toThrow('no name');
  });
});

describe('a schema of attributes', () => {
  const schema: AttributeSchema = {
    type: 'object',
    properties: {
      engine: { enum: ['redis', 'postgres'] },
      cores: { type: 'integer', minimum: 1, maximum: 512 },
      address: { type: 'string', format: 'ipv4' },
      serial: { type: 'string', pattern: '^[A-Z]{2}\\d+$' },
      disks: {
        type: 'array',
        items: {
          type: 'object',
          properties: { gigabytes: { type: 'number', exclusiveMinimum: 0 } },
          required: ['gigabytes'],
        },
      },
      ports: { type: 'array', items: { type: 'integer' }, maxItems: 3 },
    },
    required: ['engine'],
    additionalProperties: false,
  };
  const cluster = { name: 'cluster', attributeSchema: schema };
  const refusal = (attributes: Attributes) => {
    try {
      checkAttributes(cluster, attributes);
    } catch (error) {
      if (error instanceof DomainError) return { message: error.message, path: error.inputPath };
    }
    return null;
  };

  it('says what is wrong, with the path', () => {
    expect(checkAttributeSchema(schema)).toBe(schema);
    expect(refusal({ engine: 'redis', cores: 8, ports: '80; 443', serial: 'AB1' })).toBeNull();
    const faults: [Attributes, string, string[]][] = [
      [{}, 'The kind cluster requires the attribute engine.', ['engine']],
      [
        { engine: 'mysql' },
        'The kind cluster says that the attribute engine must be equal to one of the allowed values: "redis", "postgres"; it is "mysql".',
        ['engine'],
      ],
      [
        { engine: 'redis', cores: '0' },
        'The kind cluster says that the attribute cores must be >= 1; it is 0.',
        ['cores'],
      ],
      [{ engine: 'redis', colour: 'red' }, 'The kind cluster has no attribute colour.', ['colour']],
      [
        { engine: 'redis', address: '10.0.0.300' },
        'The kind cluster says that the attribute address must match format "ipv4"; it is "10.0.0.300".',
        ['address'],
      ],
      [
        { engine: 'redis', serial: 'x1' },
        'The kind cluster says that the attribute serial must match pattern "^[A-Z]{2}\\d+$"; it is "x1".',
        ['serial'],
      ],
      [
        { engine: 'redis', disks: [{ gigabytes: 5 }, {}] },
        'The kind cluster requires the attribute disks.1.gigabytes.',
        ['disks', '1', 'gigabytes'],
      ],
      [
        { engine: 'redis', ports: '80;http' },
        'The kind cluster says that the attribute ports.1 must be integer; it is "http".',
        ['ports', '1'],
      ],
    ];
    for (const [attributes, message, path] of faults) {
      expect(refusal(attributes)).toEqual({ message, path: ['attributes', ...path] });
    }
    expect(findFaults('cluster', schema, { cores: 0 }).map(({ path }) => path)).toEqual([
      ['engine'],
      ['cores'],
    ]);
  });

  it('shows its plain attributes', () => {
    expect(definitionsOf(schema)).toEqual([
      { name: 'address', type: 'TEXT', required: false },
      { name: 'cores', type: 'NUMBER', required: false },
      { name: 'serial', type: 'TEXT', required: false },
    ]);
    expect(definitionsOf(null)).toBeNull();
  });

  it('is refused with the reason where it is none, or reaches beyond itself', () => {
    const refused: [unknown, string][] = [
      [[], 'it is an object'],
      [{}, 'its `type` is "object"'],
      [{ type: 'object', properties: { a: { type: 'text' } } }, '/properties/a/type must be equal to one of'],
      [{ type: 'object', properties: { a: { typ: 'string' } } }, 'unknown keyword: "typ"'],
      [
        { type: 'object', properties: { a: { type: 'string', format: 'colour' } } },
        'unknown format "colour"',
      ],
      [{ type: 'object', $ref: 'https://example.org/a.json' }, "can't resolve reference"],
      [{ type: 'object', $id: 'https://example.org/a.json' }, '`$id` has no place'],
      [{ type: 'object', properties: { a: { $async: true } } }, '`$async` has no place'],
      [{ type: 'object', properties: { a: { type: 'string', pattern: '(a)\\1' } } }, 'no JSON Schema'],
      [{ type: 'object', description: 'x'.repeat(50_000) }, 'at most 50000 characters'],
    ];
    for (const [given, reason] of refused) expect(() => checkAttributeSchema(given)).toThrow(reason);
  });

  it('comes to an end with a pattern that a backtracking search would not', () => {
    const slow = checkAttributeSchema({
      type: 'object',
      properties: { a: { type: 'string', pattern: '^(a+)+$' } },
    });
    expect(findFaults('any', slow, { a: `${'a'.repeat(5_000)}!` })).toHaveLength(1);
  });
});
