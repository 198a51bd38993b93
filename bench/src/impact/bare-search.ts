/** A breadth-first search over typed arrays that knows nothing but who depends on whom. */
export class BareSearch {
  private readonly starts: Int32Array;
  private readonly consumers: Int32Array;
  private readonly seen: Uint8Array;
  private readonly queue: Int32Array;

  /** @param providers the provider of each dependency, `consumers` the consumer of it, both 0..size-1 */
  constructor(size: number, providers: Int32Array, consumers: Int32Array) {
    this.starts = new Int32Array(size + 1);
    this.consumers = new Int32Array(consumers.length);
    this.seen = new Uint8Array(size);
    this.queue = new Int32Array(size);
    const { starts } = this;
    for (const provider of providers) starts[provider + 1]!++;
    for (let asset = 0; asset < size; asset++) starts[asset + 1]! += starts[asset]!;
    const next = starts.slice();
    providers.forEach((provider, at) => {
      this.consumers[next[provider]!++] = consumers[at]!;
    });
  }

  /** All that is reached from `seed`, itself included, in the order it is. */
  reach(seed: number): Int32Array {
    const { starts, consumers, seen, queue } = this;
    let length = 0;
    queue[length++] = seed;
    seen[seed] = 1;
    for (let next = 0; next < length; next++) {
      const end = starts[queue[next]! + 1]!;
      for (let at = starts[queue[next]!]!; at < end; at++) {
        const consumer = consumers[at]!;
        if (seen[consumer] === 1) continue;
        seen[consumer] = 1;
        queue[length++] = consumer;
      }
    }
    for (let at = 0; at < length; at++) seen[queue[at]!] = 0;
    return queue.slice(0, length);
  }
}
