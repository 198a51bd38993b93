import { graphVersionOf } from './graph-version.rules.js';

describe('the version of a graph', () => {
  it('counts the transactions that have ended', () => {
    expect(graphVersionOf('10:10:')).toBe('9');
    // 10 and 12 are open, 11 and 13 are over.
    expect(graphVersionOf('10:14:10,12')).toBe('11');
  });

  it('rises with every transaction that ends, in whatever order they do', () => {
    // 10, 11 and 12 begin; 12, 10 and 11 end.
    const snapshots = ['10:10:', '10:13:10,11', '11:13:11', '13:13:'];
    expect(snapshots.map(graphVersionOf)).toEqual(['9', '10', '11', '12']);
  });

  it('stays exact beyond what a double holds', () => {
    expect(graphVersionOf('9007199254740993:9007199254740995:9007199254740993')).toBe('9007199254740993');
  });

  it('refuses what is no snapshot', () => {
    for (const text of ['', '10', '10:11', 'a:b:', '10:11:12;13']) {
      expect(() => graphVersionOf(text)).toThrow(RangeError);
    }
  });
});
