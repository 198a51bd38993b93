import { describeWhatIfCost } from './testing/what-if-cost.js';

describeWhatIfCost(2_000);
