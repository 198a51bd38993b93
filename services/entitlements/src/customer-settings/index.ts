export { CustomerSettingsEntity } from './customer-settings.entity.js';
export { CustomerSettingsResolver, SettingsOfCustomerResolver } from './customer-settings.resolver.js';
