import {
  ConnectionArgs,
  ImportInput,
  ImportReport,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Customer, loadCustomer } from '../customer/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadPerson, Person } from '../person/index.js';
import { listCustomerReviews, listCustomerReviewsOf, loadCustomerReview } from './customer-review.loader.js';
import { importCustomerReviews } from './customer-review-import.service.js';
import { cancelReview, holdReview, rescheduleReview, scheduleReview } from './customer-review.service.js';
import {
  CancelReviewInput,
  CustomerReview,
  CustomerReviewConnection,
  CustomerReviewPayload,
  CustomerReviewsArgs,
  HoldReviewInput,
  RescheduleReviewInput,
  ScheduleReviewInput,
} from './customer-review.types.js';

@Resolver(() => CustomerReview)
export class CustomerReviewResolver {
  @Query(() => CustomerReview, {
    nullable: true,
    description: 'The review with this id; null where there is none for you.',
  })
  customerReview(
    @Arg('id', () => ID, { description: 'Identifier, `rev_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<CustomerReview | null> {
    return loadCustomerReview(context, id);
  }

  @Query(() => CustomerReviewConnection, { description: 'Reviews with customers.' })
  async customerReviews(
    @Args(() => CustomerReviewsArgs) args: CustomerReviewsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listCustomerReviews(context, args), (row) => row);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'With whom.' })
  async customer(@Root() review: CustomerReview, @Ctx() context: RequestContext): Promise<Customer | null> {
    return review.customerId == null ? null : loadCustomer(context, review.customerId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who leads it.' })
  async owner(@Root() review: CustomerReview, @Ctx() context: RequestContext): Promise<Person | null> {
    return review.ownerId == null ? null : loadPerson(context, review.ownerId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() review: CustomerReview,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'customer_review', review.id, args);
  }

  @Mutation(() => CustomerReviewPayload, {
    description:
      'Schedules a review with a customer. Roles: admin, manager, operator; agents for customers they manage and reviews they lead.',
  })
  scheduleReview(
    @Arg('input', () => ScheduleReviewInput, { description: 'With whom, and when.' })
    input: ScheduleReviewInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerReviewPayload> {
    return payload(async () => ({ review: await scheduleReview(context, input) }));
  }

  @Mutation(() => CustomerReviewPayload, {
    description:
      'Changes a review that is ahead. Roles: admin, manager, operator; agents for customers they manage and reviews they lead.',
  })
  rescheduleReview(
    @Arg('input', () => RescheduleReviewInput, { description: 'What changes.' }) input: RescheduleReviewInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerReviewPayload> {
    return payload(async () => ({ review: await rescheduleReview(context, input) }));
  }

  @Mutation(() => CustomerReviewPayload, {
    description:
      'Says that a review took place; where it repeats, the next is scheduled. Roles: admin, manager, operator; agents for customers they manage and reviews they lead.',
  })
  holdReview(
    @Arg('input', () => HoldReviewInput, { description: 'Which, and what came of it.' })
    input: HoldReviewInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerReviewPayload> {
    return payload(() => holdReview(context, input));
  }

  @Mutation(() => CustomerReviewPayload, {
    description:
      'Says that a review does not take place; where it repeats, the next is scheduled all the same. Roles: admin, manager, operator; agents for customers they manage and reviews they lead.',
  })
  cancelReview(
    @Arg('input', () => CancelReviewInput, { description: 'Which, and why.' }) input: CancelReviewInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerReviewPayload> {
    return payload(() => cancelReview(context, input));
  }

  @Mutation(() => ImportReport, {
    description:
      'Imports rows of `customer_reviews.csv`; owners named but not on record are created. Roles: admin, operator.',
  })
  importCustomerReviews(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importCustomerReviews(context, input);
  }
}

@Resolver(() => Customer)
export class ReviewsOfCustomerResolver {
  @FieldResolver(() => CustomerReviewConnection, { nullable: true, description: 'Reviews with it.' })
  async reviews(
    @Root() customer: Customer,
    @Args(() => CustomerReviewsArgs) args: CustomerReviewsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listCustomerReviewsOf(context, 'customer', customer.id, args);
    return page && toConnection(page, (row) => row);
  }
}

@Resolver(() => Person)
export class ReviewsOfOwnerResolver {
  @FieldResolver(() => CustomerReviewConnection, {
    nullable: true,
    description: 'Reviews that this person leads, as far as you see them.',
  })
  async reviews(
    @Root() person: Person,
    @Args(() => CustomerReviewsArgs) args: CustomerReviewsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listCustomerReviewsOf(context, 'owner', person.id, args);
    return page && toConnection(page, (row) => row);
  }
}
