/** No place. */
export const NONE = -1;

/** The last two bits of an entry: a lost provider makes its consumer as bad as itself … */
const HARD = 0;
/** … or a step less, */
export const SOFT = 1;
/** or it is a member of a group of which some may be lost; the group stands behind the entry. */
export const GROUP = 2;
/** The list goes on elsewhere, or ends. */
export const LINK = 3;

/** An entry for a provider that its consumer cannot do without. */
export function needEntry(consumer: number, soft: boolean): number {
  return (consumer << 2) | (soft ? SOFT : HARD);
}

/** An entry for a member of a group. */
export function memberEntry(consumer: number): number {
  return (consumer << 2) | GROUP;
}

/**
 * Who depends on each asset: a list of entries a provider, one entry a dependency, 4 bytes each, 8 with a group.
 *
 * An entry is a consumer, shifted by two bits, with the sort of the dependency in these. A list begins at
 * the provider's head and runs upwards; an entry that is a `LINK` says where it goes on, `NONE` at its end. So lists
 * written at once are runs of memory, and later entries stand behind these with a link each; an entry taken out
 * becomes a link to the next place.
 *
 * `heads` and `entries` are for reading in hot loops; they are other arrays after the next change.
 */
export class Dependents {
  heads = new Int32Array(0);
  entries = new Int32Array(0);
  private length = 0;
  /** Entries that were taken out, and those that were put in front of their list. */
  private scattered = 0;

  /** How much of the lists no longer lies in a run. */
  get scatteredCount(): number {
    return this.scattered;
  }

  /** The first entry on a provider; follow with `next`, `NONE` ends. */
  first(provider: number): number {
    return this.settled(this.heads[provider]!);
  }

  /** The place of the entry behind another. */
  next(place: number): number {
    return this.settled(place + widthOf(this.entries[place]!));
  }

  reserve(assets: number, entries: number): void {
    if (assets > this.heads.length) {
      const used = this.heads.length;
      this.heads = grown(this.heads, assets);
      this.heads.fill(NONE, used);
    }
    if (entries > this.entries.length) this.entries = grown(this.entries, entries);
  }

  /** Puts an entry in front of a provider's list and returns its place. */
  add(provider: number, entry: number, group: number): number {
    const place = this.keep(entry, group);
    this.reserve(0, this.length + 1);
    this.entries[this.length++] = linkTo(this.heads[provider]!);
    this.heads[provider] = place;
    this.scattered++;
    return place;
  }

  /** Keeps an entry that belongs to no list until `rewrite`, and returns its place. */
  keep(entry: number, group: number): number {
    const place = this.length;
    this.length += widthOf(entry);
    this.reserve(0, this.length);
    this.entries[place] = entry;
    if (this.length > place + 1) this.entries[place + 1] = group;
    return place;
  }

  /** Takes an entry out of its list. */
  remove(place: number): void {
    this.entries[place] = linkTo(place + widthOf(this.entries[place]!));
    this.scattered++;
  }

  /**
   * Writes all lists anew, each as one run: of every dependency its provider, the entry it is to have, its group, and
   * its place, which is set to the new one.
   */
  rewrite(written: {
    providers: Int32Array;
    entries: Int32Array;
    groups: Int32Array;
    places: Int32Array;
  }): void {
    const { heads } = this;
    const { providers } = written;
    heads.fill(0);
    for (let at = 0; at < providers.length; at++) heads[providers[at]!]! += widthOf(written.entries[at]!);
    let length = 0;
    for (let provider = 0; provider < heads.length; provider++) {
      const own = heads[provider]!;
      heads[provider] = own === 0 ? NONE : length;
      if (own > 0) length += own + 1;
    }
    const entries = new Int32Array(length).fill(linkTo(NONE));
    for (let at = 0; at < providers.length; at++) {
      const entry = written.entries[at]!;
      const place = heads[providers[at]!]!;
      heads[providers[at]!] = place + widthOf(entry);
      entries[place] = entry;
      if (widthOf(entry) > 1) entries[place + 1] = written.groups[at]!;
      written.places[at] = place;
    }
    // Every head now stands at the end of its list: the first place behind the link of the one before.
    let start = 0;
    for (let provider = 0; provider < heads.length; provider++) {
      const end = heads[provider]!;
      if (end === NONE) continue;
      heads[provider] = start;
      start = end + 1;
    }
    this.entries = entries;
    this.length = length;
    this.scattered = 0;
  }

  private settled(place: number): number {
    while (place !== NONE) {
      const entry = this.entries[place]!;
      if ((entry & 3) !== LINK) return place;
      place = entry >> 2;
    }
    return NONE;
  }
}

function widthOf(entry: number): number {
  return (entry & 3) === GROUP ? 2 : 1;
}

function linkTo(place: number): number {
  return (place << 2) | LINK;
}

/** A larger copy of an array, with room for more than asked where it grows step by step. */
export function grown<A extends Int32Array | Uint8Array>(from: A, count: number): A {
  const Numbers = from.constructor as new (length: number) => A;
  const into = new Numbers(Math.max(count, Math.ceil(from.length * 1.5)));
  into.set(from);
  return into;
}
