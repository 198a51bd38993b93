/**
 * What tests get for `fast-check`: every property that names no seed of its own draws its cases from that of the run,
 * so that the same sources give the same answer. `npm run test:explore` gives each run another.
 */
const fastCheck = require('fast-check');

fastCheck.configureGlobal({
  seed: Number(process.env.PLIMSOLL_TEST_SEED ?? 1),
  ...fastCheck.readConfigureGlobal(),
});

module.exports = fastCheck;
