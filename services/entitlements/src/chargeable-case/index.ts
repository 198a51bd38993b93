export { ChargeableCaseEntity } from './chargeable-case.entity.js';
export { ChargeableCaseResolver } from './chargeable-case.resolver.js';
export { restateCharges } from './chargeable-case.service.js';
export type { Charge } from './chargeable-case.store.js';
