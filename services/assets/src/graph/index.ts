export { currentGraph, type EstateGraph } from './graph.service.js';
