export type { ProvisioningLine, ProvisioningRequestRecord } from '../provisioning-request/index.js';
export { wakeWaiting } from '../provisioning-run/index.js';
export { cancelProvisioning } from './decision.service.js';
export {
  CustomerProvisioningResolver,
  OrderProvisioningResolver,
  ProvisioningApprovalResolver,
  ProvisioningRequestResolver,
  ProvisioningStepResolver,
} from './provisioning.resolver.js';
export { requestMove, requestProvisioning } from './provisioning.service.js';
export { ProvisioningRequest } from './provisioning.types.js';
