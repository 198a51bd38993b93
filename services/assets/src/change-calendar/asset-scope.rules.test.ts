import { covers, type AssetScope } from './asset-scope.rules.js';

const everything: AssetScope = { kinds: [], tags: [], assetIds: [], locations: [], regions: [] };
const asset = { id: 'ast_1', kind: 'host', tags: ['blue', 'pci'], location: 'Berlin', regions: ['EU', 'US'] };

describe('a scope of assets', () => {
  it.each([
    [{}, true],
    [{ kinds: ['host', 'service'] }, true],
    [{ kinds: ['service'] }, false],
    [{ tags: ['pci'] }, true],
    [{ tags: ['PCI'] }, false],
    [{ assetIds: ['ast_2', 'ast_1'] }, true],
    [{ locations: ['BERLIN'] }, true],
    [{ locations: ['Berl'] }, false],
    [{ regions: ['US'] }, true],
    [{ kinds: ['host'], regions: ['APAC'] }, false],
    [{ kinds: ['host'], tags: ['blue'], regions: ['EU'] }, true],
  ])('with %j covers a host in Berlin: %s', (over, expected) => {
    expect(covers({ ...everything, ...over }, asset)).toBe(expected);
  });

  it('that asks for a location covers nothing without one', () => {
    expect(covers({ ...everything, locations: ['Berlin'] }, { ...asset, location: null })).toBe(false);
  });
});
