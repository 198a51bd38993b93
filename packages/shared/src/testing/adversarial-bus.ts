import type { BusEvent, EventBus, OutboxEvent, ProducerStanding } from '../events/index.js';

/**
 * An event bus in memory that does the worst the port allows: events come twice, late, in small pieces and mixed
 * with those of other aggregates; only the order within an aggregate is kept. The same seed does the same.
 */
export class AdversarialBus implements EventBus {
  readonly #logs = new Map<string, BusEvent[]>();
  readonly #complete = new Map<string, Date>();
  readonly #listeners = new Set<(producer: string) => void>();
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  async publish(producer: string, events: OutboxEvent[]): Promise<void> {
    const log = this.#log(producer);
    for (const event of this.#shuffledAcrossAggregates(events)) {
      log.push({ ...event, producer, position: log.length + 1 });
      const earlier = log[Math.floor(this.#random() * log.length)];
      if (earlier && this.#random() < 0.3) log.push({ ...earlier, position: log.length + 1 });
    }
    for (const listener of this.#listeners) {
      if (this.#random() < 0.5) listener(producer);
    }
  }

  async read(producer: string, after: number, limit: number): Promise<BusEvent[]> {
    if (this.#random() < 0.2) return [];
    const until = after + Math.ceil(this.#random() * Math.min(limit, 20));
    const from = Math.max(0, after - Math.floor(this.#random() * 5));
    const events = this.#log(producer).slice(from, until);
    return this.#random() < 0.3 ? events.toReversed() : events;
  }

  async head(producer: string): Promise<number> {
    return this.#log(producer).length;
  }

  async complete(producer: string, until: Date): Promise<void> {
    const known = this.#complete.get(producer);
    if (known === undefined || known < until) this.#complete.set(producer, until);
  }

  async standing(producer: string): Promise<ProducerStanding> {
    return { head: this.#log(producer).length, completeUntil: this.#complete.get(producer) ?? null };
  }

  onPublished(listener: (producer: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  #log(producer: string): BusEvent[] {
    const log = this.#logs.get(producer) ?? [];
    this.#logs.set(producer, log);
    return log;
  }

  #shuffledAcrossAggregates(events: readonly OutboxEvent[]): OutboxEvent[] {
    const queues = new Map<string, OutboxEvent[]>();
    for (const event of events) queues.set(event.subject, [...(queues.get(event.subject) ?? []), event]);
    const shuffled: OutboxEvent[] = [];
    while (queues.size > 0) {
      const subjects = [...queues.keys()];
      const subject = subjects[Math.floor(this.#random() * subjects.length)] ?? '';
      const queue = queues.get(subject) ?? [];
      const next = queue.shift();
      if (next) shuffled.push(next);
      if (queue.length === 0) queues.delete(subject);
    }
    return shuffled;
  }

  /** Marsaglia's xorshift32, in [0, 1). */
  #random(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state / 2 ** 32;
  }
}
