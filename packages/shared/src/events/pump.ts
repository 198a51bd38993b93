import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logging/index.js';

/** How long a round waits for more when it was woken while the one before it was running. */
const REST_MS = 25;

/** Repeats a piece of work whenever it is woken, and once a second in case a wake-up was lost; never twice at once. */
export class Pump {
  #stop: AbortController | undefined;
  #running: Promise<void> | undefined;
  #woken = false;
  #wakeUp: () => void = () => undefined;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly work: () => Promise<void>,
    private readonly logger: Logger,
    private readonly pollMs = 1_000,
  ) {}

  start(): void {
    if (this.#running) return;
    this.#stop = new AbortController();
    this.#running = this.#run(this.#stop.signal);
  }

  wake(): void {
    this.#woken = true;
    this.#wakeUp();
  }

  async stop(): Promise<void> {
    this.#stop?.abort();
    this.wake();
    await this.#running;
    this.#running = undefined;
  }

  /** Runs `fn` when no round of the work is under way, and holds the next one back meanwhile. */
  exclusively<T>(fn: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(fn);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #run(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      this.#woken = false;
      try {
        await this.exclusively(this.work);
      } catch (error) {
        // Not woken at once by what comes in: a failing database gets a pause.
        this.logger.warn({ err: error }, 'moving events failed; trying again');
        await sleep(200);
      }
      if (stopped.aborted) return;
      // What comes in quick succession is taken together: a round costs the same for one event as for many.
      if (this.#woken) await sleep(REST_MS);
      else await this.#wait();
    }
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.pollMs);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
