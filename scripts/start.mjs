// `npm start`: installs and builds what is missing, then serves the whole platform until Ctrl-C.
import './workspace/node-version.mjs';
import { runCommandLine } from './workspace/command.mjs';

await runCommandLine(['serve', ...process.argv.slice(2)]);
