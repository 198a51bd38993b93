import { monthBounds, monthOf, noticeNeededMs, startOfDate, type Agreement } from '../availability/index.js';
import type { CustomerOutages } from '../exposure/index.js';
import type { SlotCuts } from './slot-cuts.rules.js';

/** Slots, by position, for which figures are the same: [first, end). */
export interface Run {
  readonly first: number;
  readonly end: number;
}

/** What of a customer's product decides in which slots its figures are the same. */
interface RunSubject {
  readonly kind: number;
  readonly candidates: readonly {
    readonly validFrom: string | null;
    readonly validTo: string | null;
    readonly agreement: Agreement;
  }[];
}

/** Groups slots in which nothing that matters to a customer turns; each grouping is worked out once. */
export class SlotRuns {
  readonly #known = new Map<string, readonly Run[]>();
  readonly #turns = new Map<number, readonly number[]>();
  readonly #months = new Map<string, readonly number[]>();

  constructor(
    private readonly outages: CustomerOutages,
    private readonly durationMs: number,
    private readonly starts: readonly number[],
    private readonly cuts: SlotCuts,
  ) {}

  of(timeZone: string, subjects: readonly RunSubject[]): readonly Run[] {
    const dates = new Set<string>();
    const notices = new Set<number>();
    for (const { candidates } of subjects) {
      for (const { validFrom, validTo, agreement } of candidates) {
        for (const date of [validFrom, validTo, agreement.validFrom, agreement.validTo]) {
          if (date !== null) dates.add(date);
        }
        const needed = noticeNeededMs(agreement);
        if (needed !== null) notices.add(needed);
      }
    }
    const kinds = [...new Set(subjects.map(({ kind }) => kind))];
    const key = [timeZone, kinds.join(), [...dates].sort().join(), [...notices].sort().join()].join('|');
    let runs = this.#known.get(key);
    if (runs === undefined) {
      runs = this.#runsBetween([
        ...this.#monthStarts(timeZone),
        ...kinds.flatMap((kind) => this.#turnsOf(kind)),
        ...[...dates].map((date) => startOfDate(timeZone, date)),
        ...this.#noticesInTime([...notices]),
      ]);
      this.#known.set(key, runs);
    }
    return runs;
  }

  #runsBetween(instants: readonly number[]): Run[] {
    const turns = [...new Set(instants)].sort((a, b) => a - b);
    const runs: { first: number; end: number }[] = [];
    let next = 0;
    let lastNext = -1;
    let wasWhole = false;
    this.starts.forEach((start, position) => {
      while (next < turns.length && (turns[next] ?? Infinity) <= start) next += 1;
      const isWhole = (turns[next] ?? Infinity) >= start + this.durationMs;
      const last = runs.at(-1);
      if (last !== undefined && isWhole && wasWhole && next === lastNext) last.end = position + 1;
      else runs.push({ first: position, end: position + 1 });
      lastNext = next;
      wasWhole = isWhole;
    });
    return runs;
  }

  /** The instants from which on a slot is announced in time. */
  #noticesInTime(needed: readonly number[]): number[] {
    const { planned, noticeGivenAt } = this.outages.question;
    return planned && noticeGivenAt !== null ? needed.map((ms) => noticeGivenAt + ms) : [];
  }

  #turnsOf(kind: number): readonly number[] {
    let turns = this.#turns.get(kind);
    if (turns === undefined) this.#turns.set(kind, (turns = this.cuts.turnsOf(kind)));
    return turns;
  }

  #monthStarts(timeZone: string): readonly number[] {
    const known = this.#months.get(timeZone);
    if (known !== undefined) return known;
    const { from, to } = this.outages.question;
    const instants: number[] = [];
    let bound = monthBounds(timeZone, monthOf(timeZone, from)).to;
    while (bound < to) {
      instants.push(bound);
      bound = monthBounds(timeZone, monthOf(timeZone, bound)).to;
    }
    this.#months.set(timeZone, instants);
    return instants;
  }
}
