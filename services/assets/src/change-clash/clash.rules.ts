/** In what way a change clashes with something. */
export type ConflictKindName =
  'SAME_ASSET' | 'PROVIDER' | 'CONSUMER' | 'SAME_PEOPLE' | 'JOINTLY_FATAL' | 'FREEZE' | 'OUTSIDE_WINDOW';

/** How bad that is: `BLOCKING` forbids approval and start unless it is overridden. */
export type ConflictSeverityName = 'BLOCKING' | 'WARNING' | 'INFO';

/** A redundancy group that changes bring below its limit together. */
export interface FatalGroup {
  consumerId: string;
  /** Null where it is not on record any more. */
  name: string | null;
  /** As written in a dependency: `2` or `50%`. */
  minUp: string | null;
  /** Live members. */
  memberCount: number;
  /** Live members that are down meanwhile. */
  downCount: number;
}

/** Something that a change clashes with, as it is told. */
export interface Conflict {
  /** The same for the same clash however often it is worked out; unique among the conflicts of a change. */
  key: string;
  kind: ConflictKindName;
  severity: ConflictSeverityName;
  /** When both happen at once, the first such time; half-open. */
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
  freezeId: string | null;
  /** Customers with a product that goes down through all of these changes, and through no fewer of them. */
  customerCount: number;
  /** Why it is a conflict, in English. */
  explanation: string;
}

/** A time; epoch milliseconds, half-open. */
export interface Span {
  from: number;
  /** `Infinity` where there is no end yet. */
  to: number;
}

/** A clash as it is worked out: with numbers and ids, and every time it happens at. */
export interface Clash extends Omit<Conflict, 'from' | 'to' | 'group' | 'explanation'> {
  /** Apart from one another, in order; one or more. */
  times: readonly Span[];
  /** The group with its members, whose name is not known to the graph. */
  group: (Omit<FatalGroup, 'name' | 'minUp'> & { memberIds: readonly string[]; needed: number }) | null;
  /** Of freezes and windows. */
  entryNames: readonly string[];
  /** Whether the other changes are agreed on. */
  committed: boolean;
}

/** A clash of which nothing is said. */
export function clash(given: Pick<Clash, 'key' | 'kind' | 'severity' | 'times'> & Partial<Clash>): Clash {
  return {
    changeIds: [],
    assetIds: [],
    personIds: [],
    group: null,
    freezeId: null,
    customerCount: 0,
    entryNames: [],
    committed: true,
    ...given,
  };
}

const SEVERITIES: readonly ConflictSeverityName[] = ['BLOCKING', 'WARNING', 'INFO'];

/** The worst first, then by when they begin. */
export function inOrder(clashes: readonly Clash[]): Clash[] {
  return [...clashes].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      a.times[0]!.from - b.times[0]!.from ||
      (a.key < b.key ? -1 : 1),
  );
}
