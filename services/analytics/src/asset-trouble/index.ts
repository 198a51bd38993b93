export { AssetTroubleResolver } from './asset-trouble.resolver.js';
export { assetMonths } from './asset-trouble.loader.js';
