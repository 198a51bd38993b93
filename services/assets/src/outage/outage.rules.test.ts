import type { Outage } from '../impact/index.js';
import { outageParts, overlappingSets, type RecordedOutage } from './outage.rules.js';

const recorded = (over: Partial<RecordedOutage>): RecordedOutage => ({
  id: 'tkt_1',
  kind: 'INCIDENT',
  planned: false,
  announcedFrom: null,
  announcedTo: null,
  noticeGivenAt: null,
  state: 'DOWN',
  from: 100,
  to: 200,
  assetIds: ['a', 'unknown'],
  productId: null,
  customerId: null,
  ...over,
});
const indexOf = (id: string) => (id === 'a' ? 7 : undefined);
const spansOf = (outage: RecordedOutage, now = 0) =>
  outageParts(outage, indexOf, now).map(({ from, to, announcedLeadMs }) => [from, to, announcedLeadMs]);

describe('an outage on record as parts', () => {
  it('seeds the assets the graph knows, and passes on what is hit without an asset', () => {
    expect(outageParts(recorded({ productId: 'prd_1', state: 'DEGRADED' }), indexOf, 0)).toEqual([
      {
        id: 'tkt_1',
        kind: 'INCIDENT',
        planned: false,
        announcedLeadMs: null,
        assets: new Map([[7, 2]]),
        direct: [{ productId: 'prd_1', customerId: null, state: 2 }],
        from: 100,
        to: 200,
      },
    ]);
    expect(outageParts(recorded({}), indexOf, 0)[0]?.direct).toEqual([]);
  });

  it('lasts where an incident has no end', () => {
    expect(spansOf(recorded({ to: null }))).toEqual([[100, null, null]]);
  });

  it('is announced inside its window only, by the lead of the notice', () => {
    const window = { planned: true, announcedFrom: 120, announcedTo: 180, noticeGivenAt: 20 };
    expect(spansOf(recorded(window))).toEqual([
      [100, 120, null],
      [120, 180, 100],
      [180, 200, null],
    ]);
    expect(spansOf(recorded({ ...window, to: null }))).toEqual([
      [100, 120, null],
      [120, 180, 100],
      [180, null, null],
    ]);
    expect(spansOf(recorded({ ...window, from: 120, to: 180 }))).toEqual([[120, 180, 100]]);
    expect(spansOf(recorded({ ...window, from: 190 }))).toEqual([[190, 200, null]]);
    expect(spansOf(recorded({ ...window, to: 110 }))).toEqual([[100, 110, null]]);
    expect(spansOf(recorded({ ...window, noticeGivenAt: null, from: 130 }))).toEqual([
      [130, 180, null],
      [180, 200, null],
    ]);
    expect(spansOf(recorded({ ...window, planned: false }))).toEqual([[100, 200, null]]);
  });

  it('lets a change in progress end with its window, and last once that is over', () => {
    const change = recorded({
      kind: 'CHANGE',
      planned: true,
      announcedFrom: 100,
      announcedTo: 200,
      noticeGivenAt: 40,
      to: null,
    });
    expect(spansOf(change, 199)).toEqual([[100, 200, 60]]);
    expect(spansOf(change, 200)).toEqual([
      [100, 200, 60],
      [200, null, null],
    ]);
  });
});

describe('sets that do not overlap', () => {
  const outage = (id: string, from: number, to: number | null): Outage => ({
    id,
    kind: 'INCIDENT',
    planned: false,
    announcedLeadMs: null,
    assets: new Map(),
    direct: [],
    from,
    to,
  });
  const idsOf = (outages: Outage[]) => overlappingSets(outages).map((set) => set.map(({ id }) => id));

  it('keeps together what overlaps, also through others, and apart what only touches', () => {
    expect(
      idsOf([outage('c', 25, 40), outage('a', 0, 10), outage('b', 10, 30), outage('d', 40, 50)]),
    ).toEqual([['a'], ['b', 'c'], ['d']]);
    expect(idsOf([outage('a', 0, null), outage('b', 10, 30), outage('d', 40, 50)])).toEqual([
      ['a', 'b', 'd'],
    ]);
    expect(idsOf([])).toEqual([]);
  });

  it('never parts one incident, whatever lies between its parts', () => {
    expect(idsOf([outage('a', 0, 10), outage('a', 50, 60), outage('b', 20, 30)])).toEqual([['a', 'a', 'b']]);
  });
});
