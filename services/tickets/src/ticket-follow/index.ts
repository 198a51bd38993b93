export { followerJobs } from './ticket-follow.job.js';
export { TicketFollowResolver } from './ticket-follow.resolver.js';
export { FollowersChoice } from './ticket-follow.rules.js';
export { settleFollowers, takeTurnWithFollowers } from './ticket-follow.service.js';
