import fc from 'fast-check';
import type { AssetRow } from './asset-graph.rules.js';
import type { DependencyRow } from './dependency-groups.rules.js';

/** Rows of a graph. */
export interface Network {
  assets: AssetRow[];
  rows: DependencyRow[];
}

export const minUps = fc.oneof(
  fc.constant(null),
  fc.record({ count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
);
/** Mostly true. */
export const live = fc.integer({ min: 0, max: 6 }).map((n) => n > 0);
/** Ids whose order is not that of the numbers. */
export const idOf = (n: number): string => `ast_${String.fromCharCode(97 + ((n * 7) % 12))}`;

/** Up to 12 assets, cycles welcome, some not live, groups of every kind. */
export const networks: fc.Arbitrary<Network> = fc.integer({ min: 2, max: 12 }).chain((size) => {
  const asset = fc.integer({ min: 0, max: size - 1 });
  const group = fc.record({
    consumer: asset,
    providers: fc.uniqueArray(asset, { minLength: 1, maxLength: 5 }),
    strength: fc.constantFrom('HARD' as const, 'HARD' as const, 'SOFT' as const),
    minUp: minUps,
    alone: fc.boolean(),
  });
  return fc
    .record({
      lives: fc.array(live, { minLength: size, maxLength: size }),
      groups: fc.array(group, { maxLength: 2 * size }),
    })
    .map(({ lives, groups }) => ({
      assets: lives.map((isLive, n) => ({ id: idOf(n), live: isLive })),
      rows: groups.flatMap(({ consumer, providers, strength, minUp, alone }, at) =>
        providers
          .filter((provider) => provider !== consumer)
          .map((provider) => ({
            consumerId: idOf(consumer),
            providerId: idOf(provider),
            group: alone ? null : `g${at}`,
            strength,
            minUp,
          })),
      ),
    }));
});
