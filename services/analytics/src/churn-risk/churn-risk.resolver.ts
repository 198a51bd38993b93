import { Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { payload, type RequestContext } from '@plimsoll/shared';
import { Customer } from '../reference/index.js';
import { FEATURES } from './churn-feature.rules.js';
import { LEAST_AREA, LEAST_LOSSES, type ChurnModel } from './churn-model.rules.js';
import { trainChurnModel } from './churn-model.service.js';
import type { KeptChurnModel } from './churn-model.store.js';
import { loadChurnModel, loadChurnRisk } from './churn-risk.loader.js';
import { ChurnModelPayload, ChurnModelState, ChurnModelView, ChurnRisk } from './churn-risk.types.js';

function shown({ trainedAt, model }: KeptChurnModel): ChurnModelView {
  const { status, from, to, observations, losses, fit, scales, backTest } = model;
  return {
    trainedAt,
    state: ChurnModelState[status],
    reason: reasonFor(model),
    from,
    to,
    observations,
    losses,
    intercept: fit?.intercept ?? null,
    features: FEATURES.map(({ name, description }, index) => ({
      name,
      description,
      mean: scales[index]?.mean ?? 0,
      deviation: scales[index]?.deviation ?? 1,
      coefficient: fit?.weights[index] ?? null,
    })),
    backTest: backTest && { ...backTest, calibration: [...backTest.calibration] },
  };
}

function reasonFor({ status, losses, backTest }: ChurnModel): string {
  if (status === 'TOO_FEW_LOSSES') {
    return `There are ${losses} losses to learn from; below ${LEAST_LOSSES} no score is given.`;
  }
  const area = backTest?.areaUnderCurve ?? null;
  if (area === null)
    return 'On the months held out nobody was lost, or everybody: how good it is cannot be told.';
  const told = `On the months held out the area under the curve is ${area.toFixed(3)}`;
  return status === 'IN_USE'
    ? `${told}, learnt from ${losses} losses.`
    : `${told}; below ${LEAST_AREA} no score is given.`;
}

/** What the company's history says of who leaves. */
@Resolver(() => ChurnModelView)
export class ChurnModelResolver {
  @Query(() => ChurnModelView, {
    nullable: true,
    description:
      'The churn model learnt last. For staff and analysts; null for others, and before one was learnt.',
  })
  async churnModel(@Ctx() context: RequestContext): Promise<ChurnModelView | null> {
    const kept = await loadChurnModel(context);
    return kept && shown(kept);
  }

  @Mutation(() => ChurnModelPayload, {
    description: 'Learns the churn model anew, now. Roles: admin, operator, manager, executive.',
  })
  trainChurnModel(@Ctx() context: RequestContext): Promise<ChurnModelPayload> {
    return payload(async () => {
      const kept = await trainChurnModel(context);
      context.clearLoaders();
      return { churnModel: shown(kept) };
    });
  }
}

/** How likely a customer is to leave. */
@Resolver(() => Customer)
export class ChurnRiskResolver {
  @FieldResolver(() => ChurnRisk, {
    nullable: true,
    description:
      'How likely the customer is to leave, from all that is known now. Null for a customer that does not pay, and where `churnModel` says that there are no scores. For staff and analysts; null for others.',
  })
  churnRisk(@Root() customer: Customer, @Ctx() context: RequestContext): Promise<ChurnRisk | null> {
    return loadChurnRisk(context, customer.id);
  }
}
