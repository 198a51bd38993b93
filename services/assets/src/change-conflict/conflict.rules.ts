/** In what way a change clashes with something. */
export type ConflictKind =
  'SAME_ASSET' | 'PROVIDER' | 'CONSUMER' | 'SAME_PEOPLE' | 'JOINTLY_FATAL' | 'FREEZE' | 'OUTSIDE_WINDOW';

/** How bad that is: `BLOCKING` forbids approval and start unless it is overridden. */
export type ConflictSeverity = 'BLOCKING' | 'WARNING' | 'INFO';

/** A redundancy group that changes bring below its limit together. */
export interface FatalGroup {
  consumerId: string;
  /** Null for a dependency on one provider alone. */
  name: string | null;
  /** As written in a dependency: `2` or `50%`; null: every member is needed. */
  minUp: string | null;
  /** Live members. */
  memberCount: number;
  /** Live members that are down meanwhile. */
  downCount: number;
}

/** An occurrence of a freeze; half-open. */
export interface FreezeSpell {
  id: string;
  name: string;
  from: Date;
  to: Date;
}

/** Something that a change clashes with. */
export interface Conflict {
  /** The same for the same clash however often it is worked out; unique among the conflicts of a change. */
  key: string;
  kind: ConflictKind;
  severity: ConflictSeverity;
  /** When both happen at once; half-open. */
  from: Date;
  /** Null where what it clashes with has no end yet. */
  to: Date | null;
  /** The other changes, the earliest first; empty for a freeze and for a time outside windows. */
  changeIds: readonly string[];
  /** What both change; a path from an asset of this change to one of the other; what is frozen or outside. */
  assetIds: readonly string[];
  /** People who would carry out both. */
  personIds: readonly string[];
  group: FatalGroup | null;
  freeze: FreezeSpell | null;
  /** Customers with a product that goes down through it, which fewer of these changes would not take down. */
  customerCount: number;
  /** Why it is a conflict, in English. */
  explanation: string;
}

const SEVERITIES: readonly ConflictSeverity[] = ['BLOCKING', 'WARNING', 'INFO'];

/** The worst first, then by when they begin. */
export function inOrder(conflicts: readonly Conflict[]): Conflict[] {
  return [...conflicts].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      a.from.getTime() - b.from.getTime() ||
      (a.key < b.key ? -1 : 1),
  );
}
