import { describeWhatIfCost } from './testing/what-if-cost.js';

describeWhatIfCost(20_000);
