import { runCommandLine } from './commands/program.js';

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    environment: process.env,
  },
  // Loaded when it is needed: the other commands do not wait for the whole platform's code.
  async (options) => (await import('./commands/serve/served.platform.js')).servePlatform(options),
);
