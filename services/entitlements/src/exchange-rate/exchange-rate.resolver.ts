import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { ImportInput, ImportReport, toConnection, type RequestContext } from '@plimsoll/shared';
import { listExchangeRates } from './exchange-rate.loader.js';
import { importExchangeRates } from './exchange-rate.service.js';
import { ExchangeRate, ExchangeRateConnection, ExchangeRatesArgs } from './exchange-rate.types.js';

@Resolver(() => ExchangeRate)
export class ExchangeRateResolver {
  @Query(() => ExchangeRateConnection, {
    description: 'Exchange rates, the newest first. Staff only; empty for others.',
  })
  async exchangeRates(
    @Args(() => ExchangeRatesArgs) args: ExchangeRatesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listExchangeRates(context, args), (row) => row);
  }

  @Mutation(() => ImportReport, {
    description: 'Imports rows of `exchange_rates.csv`. Roles: admin, operator.',
  })
  importExchangeRates(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importExchangeRates(context, input);
  }
}
