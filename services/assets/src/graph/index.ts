export { currentGraph, GraphAtStart, type EstateGraph } from './graph.service.js';
export { startOfDate } from './local-date.rules.js';
