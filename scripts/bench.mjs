// `npm run bench`: measures the headline request against one hand-written SQL statement; see docs/performance.md.
import './workspace/node-version.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareOrExit } from './workspace/command.mjs';
import { root } from './workspace/prepare.mjs';

await prepareOrExit();
await import(pathToFileURL(join(root, 'bench/dist/main.js')).href);
