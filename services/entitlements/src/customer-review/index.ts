export { CustomerReviewEntity } from './customer-review.entity.js';
export {
  CustomerReviewResolver,
  ReviewsOfCustomerResolver,
  ReviewsOfOwnerResolver,
} from './customer-review.resolver.js';
export { customerReviewRecords } from './customer-review.store.js';
export { scheduleFirstReview } from './customer-review.service.js';
