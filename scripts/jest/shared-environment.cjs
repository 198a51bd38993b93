/**
 * Test files run among the worker's own globals (see `shared-runtime.cjs`), not in a sandbox. What the process has
 * changed for one test file is undone at its end.
 */
module.exports = class SharedEnvironment {
  global = globalThis;

  constructor() {
    const { console } = globalThis;
    const { exit } = process;
    const variables = { ...process.env };
    const folder = process.cwd();
    const listeners = new Map(
      process.eventNames().map((name) => [name, new Set(process.rawListeners(name))]),
    );
    this.undo = () => {
      globalThis.console = console;
      process.exit = exit;
      process.exitCode = undefined;
      process.chdir(folder);
      for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
      Object.assign(process.env, variables);
      for (const name of process.eventNames()) {
        for (const listener of process.rawListeners(name)) {
          if (!listeners.get(name)?.has(listener)) process.removeListener(name, listener);
        }
      }
      // Jest keeps what it has collected of a test file under symbols made for each.
      for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
        if (ofOneFile.has(symbol.description)) delete globalThis[symbol];
      }
    };
  }

  async setup() {}

  async teardown() {
    this.undo();
  }

  /** There is no sandbox. */
  getVmContext() {
    return null;
  }
};

const ofOneFile = new Set(['JEST_STATE_SYMBOL', 'EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL', 'RETRY_TIMES']);
