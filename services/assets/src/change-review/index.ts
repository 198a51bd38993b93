export { ChangeReviewEntity } from './change-review.entity.js';
export {
  ChangeReviewResolver,
  OwedChangeReviewResolver,
  ReviewOfChangeResolver,
} from './change-review.resolver.js';
export type { OwedReview } from './change-review.rules.js';
export { reviewsOwed } from './change-review.service.js';
export { changeReviewRecords } from './change-review.store.js';
export { ReviewActionEntity } from './review-action.entity.js';
export { ReviewActionResolver } from './review-action.resolver.js';
