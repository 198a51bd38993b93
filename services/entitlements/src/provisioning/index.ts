export type { ProvisioningLine, ProvisioningRequestRecord } from '../provisioning-request/index.js';
export { wakeWaiting } from '../provisioning-run/index.js';
export { requestMove, requestProvisioning, type OrderToProvision } from './provisioning.service.js';
