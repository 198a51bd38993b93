import type { RecordCount } from '@plimsoll/shared';

/** What is kept of each service's records as one row a record, by the noun's name: table, `id` and `version`. */
export const COMPARED: Readonly<Record<string, readonly string[]>> = {
  entitlements: [
    'agreement',
    'customer',
    'deployment',
    'entitlement',
    'opportunity',
    'partner',
    'plan',
    'pod',
    'product',
    'subscription',
    'support_level',
  ],
  assets: ['asset', 'change'],
  tickets: ['escalation', 'queue', 'team', 'ticket'],
};

/** Records of one noun and day as their service counted them and as they are kept here. */
export interface ComparedCount {
  noun: string;
  day: string | null;
  toldCount: number;
  keptCount: number;
  /** Whether they are the same records in the same versions. */
  agrees: boolean;
}

/** Sets two counts of the same nouns side by side; what only one of them has counts 0 in the other. */
export function compareCounts(told: readonly RecordCount[], kept: readonly RecordCount[]): ComparedCount[] {
  const keyOf = ({ noun, day }: { noun: string; day: string | null }) => `${noun} ${day ?? ''}`;
  const ours = new Map(kept.map((count) => [keyOf(count), count]));
  const theirs = new Map(told.map((count) => [keyOf(count), count]));
  const all = [...new Map([...theirs, ...ours])].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return all.map(([key, { noun, day }]) => {
    const [there, here] = [theirs.get(key), ours.get(key)];
    return {
      noun,
      day,
      toldCount: there?.count ?? 0,
      keptCount: here?.count ?? 0,
      agrees: there?.count === here?.count && there?.checksum === here?.checksum,
    };
  });
}
