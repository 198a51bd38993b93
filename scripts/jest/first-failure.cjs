const fastCheck = require('./fast-check.cjs');

// A planted fault is noticed at the first failing case: looking for the smallest one would only take time.
fastCheck.configureGlobal({ ...fastCheck.readConfigureGlobal(), endOnFailure: true });
