import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { ImpactState, OrderDirection, toConnection, type RequestContext } from '@plimsoll/shared';
import { amountsOf } from '../account/index.js';
import type { Conversion, Reporting } from '../exchange-rate/index.js';
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
  constructor(
    private readonly reporting: Reporting,
    private readonly memory: ExposureMemory,
  ) {}

  @Directive('@requires(fields: "customerOutages")')
  @FieldResolver(() => Exposure, {
    nullable: true,
    description: 'Who would be hit, which agreements would break, and what would be owed.',
  })
  async exposure(@Root() impact: OutageImpact, @Ctx() context: RequestContext): Promise<Exposure | null> {
    if (impact.customerOutages === undefined || impact.customerOutages === null) return null;
    const outages = customerOutagesOf(impact.customerOutages);
    const { answer, conversion, unknownCustomerCount } = await loadExposure(
      context,
      outages,
      this.memory,
      this.reporting,
    );
    const amounts = [...amountsOf(answer.revenue), ...amountsOf(answer.credit)];
    return {
      asOf: new Date(outages.question.asOf),
      customerCount: answer.customers.length,
      breachCount: answer.breachCount,
      unknownCustomerCount,
      monthlyRecurringRevenue: amountsOf(answer.revenue),
      serviceCredits: amountsOf(answer.credit),
      leastHeadroomSeconds: answer.leastHeadroomSeconds,
      reportingCurrency: conversion.currency,
      unconvertedCurrencies: conversion.missingAmong(amounts.map(({ currency }) => currency)),
      rows: answer.customers,
      conversion,
    };
  }
}

/** The customers of an exposure. */
@Resolver(() => Exposure)
export class ExposureResolver {
  @FieldResolver(() => ExposedCustomerConnection, {
    description: 'The customers hit, as the viewer may see them.',
  })
  customers(
    @Root() exposure: Exposure,
    @Args(() => ExposedCustomersArgs) { first, after, orderBy }: ExposedCustomersArgs,
  ) {
    const order = orderBy ?? { field: ExposureOrderField.SERVICE_CREDIT, direction: OrderDirection.DESC };
    const { rows, conversion } = exposure;
    const page = exposedCustomersPage(rows, { first, after: after ?? null, orderBy: order }, conversion);
    return toConnection(page, (row) => toExposedCustomer(row, conversion));
  }
}

function toExposedCustomer(row: ExposedCustomerRow, conversion: Conversion): ExposedCustomer {
  const { account, hit, agreements, leastHeadroomSeconds, revenue } = row;
  return {
    customer: { id: account.customerId },
    state: ImpactState[hit.state],
    downSeconds: hit.downSeconds,
    degradedSeconds: hit.degradedSeconds,
    causes: hit.causes.map((id) => ({ id })),
    agreements: agreements.map((one) => toExposedAgreement(one, conversion)),
    leastHeadroomSeconds,
    monthlyRecurringRevenue: amountsOf(revenue),
  };
}

function toExposedAgreement(row: ExposedAgreementRow, conversion: Conversion): ExposedAgreement {
  const { productId, measured, credit } = row;
  const { agreement, entitlementIds, figures } = measured;
  const { amount, missingBecause } = conversion.single(credit.amounts);
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
    serviceCredit: amount,
    serviceCreditMissingBecause: missingBecause,
    serviceCredits: [...credit.amounts],
  };
}
