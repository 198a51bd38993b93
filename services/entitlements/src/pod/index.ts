export { PodEntity } from './pod.entity.js';
export { loadPod } from './pod.loader.js';
export { PodResolver } from './pod.resolver.js';
export { podRecords } from './pod.store.js';
export { Pod } from './pod.types.js';
