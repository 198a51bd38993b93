const PREFIX = 'ast_';
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const DIGIT_COUNT = 26;
const LENGTH = PREFIX.length + DIGIT_COUNT;
/** 26 digits of 5 bits hold 130: the first digit of 128 bits has 3. */
const FIRST_BITS = 3;
const DIGIT_BITS = 5;
const WORDS = 4;
const NO_DIGIT = 255;

/** Character code → value of the digit. */
const valueOf = new Uint8Array(128).fill(NO_DIGIT);
const codeOf = new Uint8Array(DIGITS.length);
for (let value = 0; value < DIGITS.length; value++) {
  const code = DIGITS.charCodeAt(value);
  valueOf[code] = value;
  codeOf[value] = code;
}

/**
 * Asset ids, numbered 0, 1, 2 … in the order they come, for good. An id of the platform (`ast_` and 26 base32 digits)
 * is kept as the 128 bits it stands for, found through open addressing: 16 bytes an id and 5 to 11 of the table. Any
 * other id is kept as the text it is.
 */
export class AssetIds {
  private count = 0;
  private words = new Uint32Array(0);
  /** Hash → number + 1 of an id in bits; 0 is free. At most three in four are taken. */
  private table = new Int32Array(16);
  private readonly numbersOfOthers = new Map<string, number>();
  private readonly others = new Map<number, string>();
  /** The id being looked for, in bits. */
  private readonly wanted = new Uint32Array(WORDS);

  get size(): number {
    return this.count;
  }

  /** Makes room for `count` ids at once. */
  reserve(count: number): void {
    if (count * WORDS <= this.words.length) return;
    const words = new Uint32Array(Math.max(count, Math.ceil((this.words.length / WORDS) * 1.5)) * WORDS);
    words.set(this.words);
    this.words = words;
    let capacity = this.table.length;
    while (capacity * 3 < count * 4) capacity *= 2;
    if (capacity > this.table.length) this.spread(capacity);
  }

  /** The number of an id; undefined where it is unknown. */
  indexOf(id: string): number | undefined {
    if (!this.inBits(id)) return this.numbersOfOthers.get(id);
    const known = this.table[this.placeOf()]!;
    return known === 0 ? undefined : known - 1;
  }

  /** The number of an id, a new one where it is unknown. */
  add(id: string): number {
    const known = this.indexOf(id);
    if (known !== undefined) return known;
    const number = this.count;
    this.reserve(number + 1);
    if (this.inBits(id)) {
      if ((number + 1) * 4 > this.table.length * 3) this.spread(this.table.length * 2);
      this.words.set(this.wanted, number * WORDS);
      this.table[this.placeOf()] = number + 1;
    } else {
      this.numbersOfOthers.set(id, number);
      this.others.set(number, id);
    }
    this.count++;
    return number;
  }

  /** The id of a number. Throws a RangeError for a number that was not given. */
  idOf(number: number): string {
    if (!(number >= 0 && number < this.count)) throw new RangeError(`There is no asset at index ${number}.`);
    return (this.others.size > 0 ? this.others.get(number) : undefined) ?? this.textOf(number);
  }

  /** Orders two numbers as their ids are by code units: below 0, 0 or above. */
  compare(a: number, b: number): number {
    if (this.others.size > 0 && (this.others.has(a) || this.others.has(b))) {
      const [first, second] = [this.idOf(a), this.idOf(b)];
      return first < second ? -1 : first > second ? 1 : 0;
    }
    // The digits ascend as their characters do, so bits are in the order of the texts.
    for (let word = 0; word < WORDS; word++) {
      const difference = this.words[a * WORDS + word]! - this.words[b * WORDS + word]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** Reads an id into `wanted`; false where it is none of the platform's. */
  private inBits(id: string): boolean {
    if (id.length !== LENGTH || !id.startsWith(PREFIX)) return false;
    const { wanted } = this;
    let word = 0;
    let filled = 0;
    let next = 0;
    for (let at = PREFIX.length; at < LENGTH; at++) {
      const value = valueOf[id.charCodeAt(at)] ?? NO_DIGIT;
      const width = at === PREFIX.length ? FIRST_BITS : DIGIT_BITS;
      if (value >> width > 0) return false;
      const over = filled + width - 32;
      if (over < 0) {
        word = (word << width) | value;
        filled += width;
        continue;
      }
      wanted[next++] = (word << (width - over)) | (value >>> over);
      word = value & ((1 << over) - 1);
      filled = over;
    }
    return true;
  }

  private textOf(number: number): string {
    const codes = new Uint8Array(DIGIT_COUNT);
    let at = number * WORDS + WORDS - 1;
    let word = this.words[at]!;
    let left = 32;
    for (let digit = DIGIT_COUNT - 1; digit >= 0; digit--) {
      const width = digit === 0 ? FIRST_BITS : DIGIT_BITS;
      let value = word & ((1 << Math.min(width, left)) - 1);
      if (left > width) {
        word >>>= width;
        left -= width;
      } else {
        const missing = width - left;
        word = digit === 0 ? 0 : this.words[--at]!;
        value |= (word & ((1 << missing) - 1)) << left;
        word >>>= missing;
        left = 32 - missing;
      }
      codes[digit] = codeOf[value]!;
    }
    return PREFIX + String.fromCharCode(...codes);
  }

  /** Where `wanted` stands in the table, or the free place where it would. */
  private placeOf(): number {
    const { table, words, wanted } = this;
    const last = table.length - 1;
    let place = hashOf(wanted, 0) & last;
    for (; ; place = (place + 1) & last) {
      const known = table[place]!;
      if (known === 0) return place;
      const at = (known - 1) * WORDS;
      // What tells ids apart best is what was drawn last.
      if (
        words[at + 3] === wanted[3] &&
        words[at + 2] === wanted[2] &&
        words[at + 1] === wanted[1] &&
        words[at] === wanted[0]
      ) {
        return place;
      }
    }
  }

  private spread(capacity: number): void {
    const table = new Int32Array(capacity);
    const last = capacity - 1;
    for (const known of this.table) {
      if (known === 0) continue;
      let place = hashOf(this.words, (known - 1) * WORDS) & last;
      while (table[place] !== 0) place = (place + 1) & last;
      table[place] = known;
    }
    this.table = table;
  }
}

/** The four words at `at`, mixed (the last step is that of MurmurHash3), so that ids made in a row spread. */
function hashOf(words: Uint32Array, at: number): number {
  let hash = words[at + 3]!;
  for (let word = 2; word >= 0; word--)
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) ^ words[at + word]!;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
