import { checkAttributes, checkDefinitions, type AttributeDefinition } from './attribute.rules.js';

const kind = (...attributes: AttributeDefinition[]) => ({ name: 'host', attributes });
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
    expect(checkAttributes({ name: 'any', attributes: null }, { a: 'b' })).toEqual({ a: 'b' });
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
  });

  it('are defined once each, by a printable name', () => {
    expect(checkDefinitions([define('a', 'TEXT')])).toEqual([define('a', 'TEXT')]);
    expect(() => checkDefinitions([define('a', 'TEXT'), define('a', 'NUMBER')])).toThrow('defined twice');
    expect(() => checkDefinitions([define(' ', 'TEXT')])).toThrow('no name');
  });
});
