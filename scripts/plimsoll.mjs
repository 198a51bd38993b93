// `npm run --silent plimsoll -- <command>`: the command line; standard output carries the command's output alone.
import './workspace/node-version.mjs';
import { runCommandLine } from './workspace/command.mjs';

await runCommandLine(process.argv.slice(2));
