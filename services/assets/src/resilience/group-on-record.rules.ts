import type { MinUp } from '../impact/index.js';

/** A group as it is on record: its name within the consumer, and its members. */
export interface GroupOnRecord {
  consumerId: string;
  name: string;
  minUp: string | null;
  strength: 'HARD' | 'SOFT';
  /** Sorted by code units. */
  memberIds: string[];
}

/** A group as the graph knows it: without its name. */
type NamelessGroup = Omit<GroupOnRecord, 'name'>;

/** The record of a group; null where it has changed since the graph was read. Each is taken once, out of `groups`. */
export function groupOnRecord(groups: GroupOnRecord[], group: NamelessGroup): GroupOnRecord | null {
  const keyOf = ({ consumerId, strength, minUp, memberIds }: NamelessGroup) =>
    [consumerId, strength, minUp, ...memberIds].join(' ');
  const key = keyOf(group);
  const at = groups.findIndex((one) => keyOf(one) === key);
  const [found] = at === -1 ? [] : groups.splice(at, 1);
  return found ?? null;
}

/** How many members must be up, as text: a count, or a percentage with its sign. */
export function minUpText(minUp: MinUp): string {
  return 'count' in minUp ? String(minUp.count) : `${minUp.percent}%`;
}
