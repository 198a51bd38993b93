export { PodEntity } from './pod.entity.js';
export { loadPod } from './pod.loader.js';
export { PodResolver } from './pod.resolver.js';
export { type SeatAllowance, type SeatKind } from './pod.rules.js';
export { podRecords, type PodRecord } from './pod.store.js';
export { Pod, PodPayload, PodSeatKind } from './pod.types.js';
