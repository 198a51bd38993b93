import fc from 'fast-check';
import type { SeatAllowance, SeatKind } from '../pod/index.js';
import { choosePlacement, type PlacementPod, type PlacementWish } from './placement.rules.js';

const pod = (
  name: string,
  given: Partial<PlacementPod> = {},
  taken: Record<string, number> = {},
): PlacementPod => ({
  id: `pod_${name}`,
  name,
  region: 'EMEA',
  verticals: [],
  draining: false,
  seats: [{ kind: null, seats: 10 }],
  occupied: new Map(Object.entries(taken)),
  ...given,
});
const wish = (given: Partial<PlacementWish> = {}): PlacementWish => ({
  kind: 'STANDARD',
  region: null,
  vertical: null,
  ...given,
});
const reasons = (pods: PlacementPod[], given: Partial<PlacementWish> = {}) => {
  const { podId, considered } = choosePlacement(pods, wish(given));
  return { podId, why: Object.fromEntries(considered.map(({ name, reason }) => [name, reason])) };
};

describe('placement', () => {
  it('takes the largest share of free seats, and says why of every pod', () => {
    const pods = [
      pod('d', { region: 'AMERICAS' }),
      pod('c', { seats: [{ kind: null, seats: 4 }] }, { TRIAL: 1, STANDARD: 1 }),
      pod('b', {}, { STANDARD: 5 }),
      pod('a', {}, { STANDARD: 6 }),
      pod('e', {}, { TRIAL: 4, STANDARD: 6 }),
      pod('f', { seats: [{ kind: 'TRIAL', seats: 5 }] }),
      pod('g', { draining: true }),
      pod('h', { verticals: ['health', 'law'] }),
    ];
    expect(reasons(pods, { region: 'EMEA' })).toEqual({
      podId: 'pod_b',
      why: {
        a: 'It fits, 4 of 10 seats are free, but b has a larger share free.',
        b: 'Chosen: 5 of 10 seats are free, the largest share of all that fit.',
        c: 'It fits, 2 of 4 seats are free, but b has the same share and comes first by name.',
        d: 'It stands in AMERICAS, not in EMEA.',
        e: 'All its 10 seats for STANDARD are taken.',
        f: 'It has no seats for STANDARD.',
        g: 'It is being drained and takes nothing new.',
        h: 'It is reserved for health, law.',
      },
    });
    const small = pod('small', { seats: [{ kind: null, seats: 2 }] }, { STANDARD: 1 });
    // One of two is a larger share than three of ten.
    expect(reasons([pod('large', {}, { STANDARD: 7 }), small], {}).podId).toBe('pod_small');
    expect(reasons([pod('a')], { exceptPodId: 'pod_a' })).toEqual({
      podId: null,
      why: { a: 'It is the pod that is left.' },
    });
  });

  it('prefers a pod that is reserved for the industry, and takes one for all where that is full', () => {
    const own = pod('own', { verticals: ['health'] }, { STANDARD: 9 });
    expect(reasons([pod('all'), own], { vertical: 'health' })).toEqual({
      podId: 'pod_own',
      why: {
        all: 'It fits, 10 of 10 seats are free, but a pod reserved for health comes first.',
        own: 'Chosen: 1 of 10 seats are free, the largest share among the pods reserved for health.',
      },
    });
    const full = pod('own', { verticals: ['health'] }, { STANDARD: 10 });
    expect(reasons([pod('all'), full], { vertical: 'health' }).podId).toBe('pod_all');
  });

  it('is what trying every pod gives', () => {
    const kinds: SeatKind[] = ['TRIAL', 'STANDARD'];
    const seats = fc.oneof(
      fc.nat(4).map((count): SeatAllowance[] => [{ kind: null, seats: count }]),
      fc
        .subarray(kinds, { minLength: 1 })
        .chain((some) =>
          fc.tuple(...some.map((kind) => fc.nat(4).map((count): SeatAllowance => ({ kind, seats: count })))),
        ),
    );
    const anyPod = fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      region: fc.constantFrom('EMEA', 'APAC'),
      verticals: fc.subarray(['health', 'law']),
      draining: fc.boolean(),
      seats,
      taken: fc.record({ TRIAL: fc.nat(4), STANDARD: fc.nat(4) }),
    });
    const anyWish = fc.record({
      kind: fc.constantFrom(...kinds),
      region: fc.constantFrom(null, 'EMEA'),
      vertical: fc.constantFrom(null, 'health'),
    });
    fc.assert(
      fc.property(fc.array(anyPod, { maxLength: 6 }), anyWish, (given, asked) => {
        const pods = given.map(({ taken, ...one }, index) => ({
          ...one,
          id: `pod_${index}`,
          occupied: new Map(Object.entries(taken)),
        }));
        expect(choosePlacement(pods, asked).podId).toBe(tryEach(pods, asked));
        expect(choosePlacement(pods.toReversed(), asked)).toEqual(choosePlacement(pods, asked));
      }),
    );
  });
});

/** The same choice the long way: every pair of pods that fit is compared. */
function tryEach(pods: readonly PlacementPod[], { kind, region, vertical }: PlacementWish): string | null {
  const free = (one: PlacementPod) => {
    const total = one.seats[0]?.kind === null;
    const seats = one.seats
      .filter((seat) => total || seat.kind === kind)
      .reduce((sum, seat) => sum + seat.seats, 0);
    const used = total
      ? (one.occupied.get('TRIAL') ?? 0) + (one.occupied.get('STANDARD') ?? 0)
      : (one.occupied.get(kind) ?? 0);
    return { seats, left: seats - used };
  };
  const own = (one: PlacementPod) =>
    vertical !== null && one.verticals.some((name) => name === vertical) ? 1 : 0;
  const fits = pods.filter((one) => {
    const allowed = one.verticals.length === 0 || own(one) === 1;
    return allowed && (region ?? one.region) === one.region && !one.draining && free(one).left > 0;
  });
  const beats = (a: PlacementPod, b: PlacementPod) => {
    const [shareA, shareB] = [free(a).left * free(b).seats, free(b).left * free(a).seats];
    const order = [own(a) - own(b), shareA - shareB, b.name.localeCompare(a.name), b.id.localeCompare(a.id)];
    return (order.find((one) => one !== 0) ?? 0) > 0;
  };
  return fits.find((one) => fits.every((other) => other === one || beats(one, other)))?.id ?? null;
}
