import type { Session } from '@plimsoll/shared';
import { ExchangeRates, type RecordedRate } from './exchange-rate.rules.js';
import { readRateChanges } from './exchange-rate.store.js';

/**
 * What this process has read of the exchange rates, brought up to date with one statement whenever it is asked for.
 * Rates belong to nobody: viewers of every kind share them.
 */
export class RateMemory {
  #byId = new Map<string, RecordedRate>();
  #rates = new ExchangeRates([]);
  #generation: number | null = null;
  #since: string | null = null;
  /** Readings are applied one after another, lest an older one overwrite a newer. */
  #tail: Promise<unknown> = Promise.resolve();

  /** All rates as of this moment; the same object while none has changed. */
  upToDate(session: Session): Promise<ExchangeRates> {
    const reading = this.#tail.then(() => this.#refresh(session));
    this.#tail = reading.catch(() => undefined);
    return reading;
  }

  async #refresh(session: Session): Promise<ExchangeRates> {
    let changes = await readRateChanges(session, this.#since);
    if (this.#generation !== null && changes.generation !== this.#generation) {
      this.#byId = new Map();
      this.#rates = new ExchangeRates([]);
      changes = await readRateChanges(session, null);
    }
    const { generation, since, rates } = changes;
    const changed = rates.filter(({ id, rate }) => this.#byId.get(id)?.rate !== rate);
    for (const { id, ...rate } of changed) this.#byId.set(id, rate);
    if (changed.length > 0) this.#rates = new ExchangeRates(this.#byId.values());
    this.#generation = generation;
    this.#since = since;
    return this.#rates;
  }
}
