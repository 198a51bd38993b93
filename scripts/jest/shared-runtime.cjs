/**
 * Loads what tests need as Node does, once for every test file of a worker, where jest's own runtime would read,
 * compile and run every module anew for each of them: seconds for a service with its packages.
 *
 * Only what belongs to tests (see `ofTests`) is loaded for each test file again, so that its hooks are declared and
 * its state is new. A module of the sources that keeps state keeps it for the next test file, as it does for
 * whatever else runs in a service's process. Modules cannot be mocked, and nothing measures coverage.
 */
const Module = require('node:module');
const { sep } = require('node:path');

/** Test files and what only they import. */
const ofTests = new RegExp(`\\.(test|fixture|contract)\\.ts$|\\${sep}testing\\${sep}[^\\${sep}]+\\.ts$`);
const transformOptions = {
  collectCoverage: false,
  collectCoverageFrom: [],
  coverageProvider: 'v8',
  instrument: false,
  supportsDynamicImport: false,
  supportsExportNamespaceFrom: false,
  supportsStaticESM: false,
  supportsTopLevelAwait: false,
};
const conditions = ['require', 'default', 'node', 'node-addons'];

/** Where jest keeps the source map of each file it has compiled. */
const sourceMaps = new Map();
/** Jest's compiler and resolver, as this configuration sets them up. */
let transformer;
let resolver;

Module._extensions['.ts'] = (module, file) => {
  const { code, sourceMapPath } = transformer.transform(file, transformOptions);
  if (sourceMapPath) sourceMaps.set(file, sourceMapPath);
  module._compile(code, file);
};

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
  if (!parent?.filename?.endsWith('.ts') || Module.isBuiltin(request)) {
    return resolveFilename.call(this, request, parent, ...rest);
  }
  return resolver.resolveModule(parent.filename, request, { conditions });
};

/** A `require` of its own keeps no list of what was loaded by it. */
const load = (file) => Module.createRequire(file)(file);

const forget = (isForgotten) => {
  for (const file of Object.keys(require.cache)) if (isForgotten(file)) delete require.cache[file];
};

/** What jest's runner asks of a runtime. */
module.exports = class SharedRuntime {
  constructor(
    _config,
    _environment,
    givenResolver,
    givenTransformer,
    _cacheFs,
    _coverage,
    _file,
    { watch, watchAll },
  ) {
    transformer = givenTransformer;
    resolver = givenResolver;
    // Between two runs of a watching process sources change.
    if (watch || watchAll) forget((file) => file.endsWith('.ts'));
  }

  /** A module of the project, or a setup file of the configuration. */
  requireModule(file) {
    return load(file);
  }

  /** Jest's own part that declares and runs tests: it collects those of one file. */
  requireInternalModule(file) {
    delete require.cache[file];
    return load(file);
  }

  getSourceMaps() {
    return sourceMaps;
  }

  teardown() {
    forget((file) => ofTests.test(file));
  }

  unstable_shouldLoadAsEsm() {
    return false;
  }

  getAllCoverageInfoCopy() {
    return undefined;
  }

  /** Of jest's own object there is the time limit of a test file's tests, in milliseconds. */
  setGlobalsForRuntime() {
    globalThis.jest = {
      setTimeout: (ms) => {
        globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = ms;
      },
    };
  }
  enterTestCode() {}
  leaveTestCode() {}
};
