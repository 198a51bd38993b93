export { ProvisionerRefused, ProvisionerUnavailable } from './provisioner.errors.js';
export { askFor, type Provisioner, type ProvisionerOf } from './provisioner.js';
export { chooseProvisioner, readProvisionerChoice, type ProvisionerChoice } from './provisioner-choice.js';
