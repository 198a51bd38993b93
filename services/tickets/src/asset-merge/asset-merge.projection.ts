import type { Projection } from '@plimsoll/shared';
import { followMerges } from './asset-merge.service.js';

/** Tickets follow the merges of the assets they are about. */
export function assetMergeProjection(clock: () => Date): Projection {
  return {
    producer: 'assets',
    handlers: { 'plimsoll.asset.merged.v1': (tx, events) => followMerges(tx, events, clock()) },
  };
}
