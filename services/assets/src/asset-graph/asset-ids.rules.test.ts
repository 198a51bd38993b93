import fc from 'fast-check';
import { AssetIds } from './asset-ids.rules.js';

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
/** Few digits, so that ids share beginnings and ends. */
const platformIds = fc
  .tuple(
    fc.constantFrom(...'07'),
    fc.array(fc.oneof(fc.constantFrom(...'0z'), fc.constantFrom(...DIGITS)), {
      minLength: 25,
      maxLength: 25,
    }),
  )
  .map(([first, rest]) => `ast_${first}${rest.join('')}`);
const foreignIds = fc.oneof(
  fc.constantFrom('', 'ast_', 'host1', '~'),
  // Almost ids of the platform: too large, a letter that is no digit, another prefix, too long.
  platformIds.map((id) => `ast_8${id.slice(5)}`),
  platformIds.map((id) => `${id.slice(0, -1)}u`),
  platformIds.map((id) => `${id.slice(0, -1)}ñ`),
  platformIds.map((id) => `cus_${id.slice(4)}`),
  platformIds.map((id) => `${id}0`),
  fc.string(),
);
const ids = fc.array(fc.oneof(platformIds, foreignIds), { maxLength: 60 });

describe('asset ids', () => {
  it('are numbered once, found again and given back as they came', () => {
    fc.assert(
      fc.property(ids, foreignIds, (given, other) => {
        const table = new AssetIds();
        const expected = [...new Set(given)];
        expect(given.map((id) => table.add(id))).toEqual(given.map((id) => expected.indexOf(id)));
        expect(table.size).toBe(expected.length);
        expect(expected.map((_, number) => table.idOf(number))).toEqual(expected);
        expect(expected.map((id) => table.indexOf(id))).toEqual(expected.map((_, number) => number));
        if (!expected.includes(other)) expect(table.indexOf(other)).toBeUndefined();
      }),
    );
  });

  it('are in the order of their code units', () => {
    fc.assert(
      fc.property(ids, (given) => {
        const table = new AssetIds();
        const numbers = [...new Set(given.map((id) => table.add(id)))];
        const sorted = numbers.sort((a, b) => table.compare(a, b)).map((number) => table.idOf(number));
        expect(sorted).toEqual([...new Set(given)].sort());
      }),
    );
  });

  it('stay apart through every growth of the table', () => {
    const table = new AssetIds();
    const idOf = (n: number) => `ast_${n.toString(8).padStart(26, '0')}`;
    for (let n = 0; n < 20_000; n++) expect(table.add(idOf(n))).toBe(n);
    for (let n = 0; n < 20_000; n += 7) {
      expect(table.indexOf(idOf(n))).toBe(n);
      expect(table.idOf(n)).toBe(idOf(n));
    }
    expect(table.indexOf(idOf(20_000))).toBeUndefined();
  });

  it('have no id for a number that was not given', () => {
    const table = new AssetIds();
    table.add('ast_00000000000000000000000000');
    for (const number of [-1, 1, NaN]) expect(() => table.idOf(number)).toThrow(RangeError);
  });
});
