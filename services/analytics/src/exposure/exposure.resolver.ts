import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { ImpactState, OrderDirection, toConnection, type RequestContext } from '@plimsoll/shared';
import { AccountMemory, amountsOf } from '../account/index.js';
import { LedgerMemory } from '../ledger/index.js';
import { customerOutagesOf } from './customer-outages.rules.js';
import { exposedCustomersPage, loadExposure, type ExposureMemory } from './exposure.loader.js';
import type { ExposedAgreementRow, ExposedCustomerRow } from './exposure.rules.js';
import {
  type ExposedAgreement,
  type ExposedCustomer,
  ExposedCustomerConnection,
  ExposedCustomersArgs,
  Exposure,
  ExposureOrderField,
  OutageImpact,
} from './exposure.types.js';

/** What the outage of a question would cost. */
@Resolver(() => OutageImpact)
export class OutageImpactResolver {
  readonly #memory: ExposureMemory = { accounts: new AccountMemory(), ledger: new LedgerMemory() };

  @Directive('@requires(fields: "customerOutages")')
  @FieldResolver(() => Exposure, {
    nullable: true,
    description: 'Who would be hit, which agreements would break, and what would be owed.',
  })
  async exposure(@Root() impact: OutageImpact, @Ctx() context: RequestContext): Promise<Exposure | null> {
    if (impact.customerOutages === undefined || impact.customerOutages === null) return null;
    const outages = customerOutagesOf(impact.customerOutages);
    const { answer, unknownCustomerCount } = await loadExposure(context, outages, this.#memory);
    return {
      asOf: new Date(outages.question.asOf),
      customerCount: answer.customers.length,
      breachCount: answer.breachCount,
      unknownCustomerCount,
      monthlyRecurringRevenue: amountsOf(answer.revenue),
      serviceCredits: amountsOf(answer.credit),
      leastHeadroomSeconds: answer.leastHeadroomSeconds,
      rows: answer.customers,
    };
  }
}

/** The customers of an exposure. */
@Resolver(() => Exposure)
export class ExposureResolver {
  /** @param reportingCurrency the company's own, by which amounts are ranked */
  constructor(private readonly reportingCurrency: string) {}

  @FieldResolver(() => ExposedCustomerConnection, {
    description: 'The customers hit, as the viewer may see them.',
  })
  customers(
    @Root() exposure: Exposure,
    @Args(() => ExposedCustomersArgs) { first, after, orderBy }: ExposedCustomersArgs,
  ) {
    const order = orderBy ?? { field: ExposureOrderField.SERVICE_CREDIT, direction: OrderDirection.DESC };
    const page = exposedCustomersPage(
      exposure.rows,
      { first, after: after ?? null, orderBy: order },
      this.reportingCurrency,
    );
    return toConnection(page, toExposedCustomer);
  }
}

function toExposedCustomer(row: ExposedCustomerRow): ExposedCustomer {
  const { account, hit, agreements, leastHeadroomSeconds, revenue } = row;
  return {
    customer: { id: account.customerId },
    state: ImpactState[hit.state],
    downSeconds: hit.downSeconds,
    degradedSeconds: hit.degradedSeconds,
    causes: hit.causes.map((id) => ({ id })),
    agreements: agreements.map(toExposedAgreement),
    leastHeadroomSeconds,
    monthlyRecurringRevenue: amountsOf(revenue),
  };
}

function toExposedAgreement(row: ExposedAgreementRow): ExposedAgreement {
  const { productId, measured, credit } = row;
  const { agreement, entitlementIds, figures } = measured;
  const credits = credit.amounts;
  return {
    product: { id: productId },
    month: figures.month,
    agreement: { id: agreement.id },
    entitlements: entitlementIds.map((id) => ({ id })),
    countedSeconds: figures.countedSeconds,
    monthToDateSeconds: figures.monthToDateSeconds,
    projectedUptime: figures.projectedUptime,
    headroomSeconds: figures.headroomSeconds,
    breached: figures.breached,
    serviceCredit: credits.length === 1 ? (credits[0] ?? null) : null,
    serviceCredits: [...credits],
  };
}
