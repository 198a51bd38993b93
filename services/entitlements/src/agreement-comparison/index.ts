export { AgreementComparisonResolver } from './agreement-comparison.resolver.js';
