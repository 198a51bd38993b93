export { WhatIfResolver } from './what-if.resolver.js';
export { simulate } from './what-if.service.js';
export { CustomerOutagesScalar, OutageImpact } from './what-if.types.js';
