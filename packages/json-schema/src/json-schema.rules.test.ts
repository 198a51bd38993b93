import { faultOfSchema, findSchemaFaults } from './json-schema.rules.js';

describe('a schema', () => {
  it.each([
    ['no object', 'text', 'it is an object'],
    ['a list', [], 'it is an object'],
    ['of something else', { type: 'array' }, 'its `type` is "object"'],
    [
      'one that names itself',
      { type: 'object', properties: { a: { $id: 'b' } } },
      '`$id` has no place in it',
    ],
    ['with a keyword nobody knows', { type: 'object', whatever: 1 }, 'whatever'],
    [
      'with a pattern that looks around',
      { type: 'object', properties: { a: { pattern: '(?=a)' } } },
      'syntax',
    ],
    ['that is too long', { type: 'object', description: 'x'.repeat(50_000) }, 'at most 50000 characters'],
  ])('is not %s', (_, given, fault) => {
    expect(faultOfSchema(given)?.toLowerCase()).toContain(fault.toLowerCase());
  });

  it('says what is missing, unknown and wrong, with its path', () => {
    const schema = {
      type: 'object',
      properties: { size: { enum: ['S', 'L'] }, of: { type: 'object', required: ['name'] } },
      additionalProperties: false,
    };
    expect(faultOfSchema(schema)).toBeNull();
    expect(findSchemaFaults(schema, { size: 'S', of: { name: 1 } })).toEqual([]);
    expect(findSchemaFaults(schema, { size: 'M', of: {}, more: true })).toEqual([
      { path: ['more'], kind: 'UNKNOWN', rule: '', found: '' },
      {
        path: ['size'],
        kind: 'WRONG',
        rule: 'must be equal to one of the allowed values: "S", "L"',
        found: '"M"',
      },
      { path: ['of', 'name'], kind: 'MISSING', rule: '', found: '' },
    ]);
  });
});
