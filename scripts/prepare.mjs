// Installs and builds what is missing, and nothing else.
import './workspace/node-version.mjs';
import { prepareOrExit } from './workspace/command.mjs';

await prepareOrExit();
