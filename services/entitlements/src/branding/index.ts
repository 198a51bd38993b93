export { BrandingEntity } from './branding.entity.js';
export {
  BrandingOriginResolver,
  BrandingResolver,
  CustomerBrandingResolver,
  PartnerBrandingResolver,
} from './branding.resolver.js';
export { checkBranding, type BrandingValue } from './branding.rules.js';
export { effectiveBranding } from './branding.store.js';
export { Branding, BrandingInput } from './branding.types.js';
