// A planted fault is noticed at the first failing case: looking for the smallest one would only take time.
// A given seed makes the verdict on a fault the same each time.
require('fast-check').configureGlobal({
  endOnFailure: true,
  seed: Number(process.env.PLIMSOLL_TEST_SEED ?? 1),
});
