export { WhatIfResolver } from './what-if.resolver.js';
export { simulate, simulateCustomers } from './what-if.service.js';
export { CustomerOutagesScalar, OutageImpact } from './what-if.types.js';
