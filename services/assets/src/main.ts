import 'reflect-metadata';
import { runService } from '@plimsoll/shared';
import { assetsConfig } from './config.js';
import { assetsDatabase, createAssetsSubgraph } from './subgraph.js';

await runService({ database: assetsDatabase, create: createAssetsSubgraph }, assetsConfig());
