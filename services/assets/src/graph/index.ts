export { currentGraph, GraphAtStart, graphApart, type EstateGraph } from './graph.service.js';
export { startOfDate } from './local-date.rules.js';
