/** How many questions are on their way at once. */
const AT_ONCE = 6;

/** Calls `fn` for each with its place, a few at a time; rejects with the first failure. */
export async function inParallel<T>(
  all: readonly T[],
  fn: (one: T, index: number) => Promise<void>,
): Promise<void> {
  const rest = [...all.entries()];
  const worker = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) await fn(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
