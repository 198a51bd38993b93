const REMEMBERED_ADDRESSES = 10_000;

/** How many attempts may fail before an address is held off, and for how long. */
export interface AttemptLimitOptions {
  failures: number;
  windowMilliseconds: number;
}

/**
 * Counts failed attempts by address. Whoever has a network of his own counts as one: of an IPv6 address, the first
 * 64 bits. Remembers 10,000 addresses, the oldest forgotten first.
 */
export class AttemptLimit {
  readonly #options: AttemptLimitOptions;
  readonly #failed = new Map<string, { count: number; until: number }>();

  constructor(options: AttemptLimitOptions) {
    this.#options = options;
  }

  /** Milliseconds until an address may try again; 0 when it may now. */
  waitOf(address: string, now: number): number {
    const failed = this.#failed.get(networkOf(address));
    if (!failed || failed.until <= now || failed.count < this.#options.failures) return 0;
    return failed.until - now;
  }

  /** Notes a failed attempt. */
  fail(address: string, now: number): void {
    const network = networkOf(address);
    const failed = this.#failed.get(network);
    if (failed && failed.until > now) {
      failed.count += 1;
      return;
    }
    this.#failed.delete(network);
    if (this.#failed.size >= REMEMBERED_ADDRESSES) {
      for (const oldest of this.#failed.keys()) {
        this.#failed.delete(oldest);
        break;
      }
    }
    this.#failed.set(network, { count: 1, until: now + this.#options.windowMilliseconds });
  }
}

/** An IPv4 address as it is, also one written as IPv6; of an IPv6 address its first four groups. */
export function networkOf(address: string): string {
  const mapped = /(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const rest = tail === '' ? [] : tail.split(':');
    groups.push(...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest);
  }
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':');
}
