export { RevenueMovementResolver, SubscriptionReportResolver } from './subscription-report.resolver.js';
