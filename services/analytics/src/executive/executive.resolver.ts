import { Arg, Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import { DateTimeScalar, type RequestContext } from '@plimsoll/shared';
import { loadDataAsOf } from '../freshness/index.js';
import { OperationsIntelligence } from './executive.types.js';

/** The way in to the questions of an executive team; each is answered by the noun that knows. */
@Resolver(() => OperationsIntelligence)
export class ExecutiveResolver {
  @Query(() => OperationsIntelligence, {
    nullable: true,
    description:
      'The questions that an executive team must be able to answer. Null for whoever is neither staff nor analyst.',
  })
  operationsIntelligence(
    @Arg('asOf', () => DateTimeScalar, {
      nullable: true,
      description: 'The instant as of which everything is answered; null: now.',
    })
    asOf: Date | null,
    @Ctx() context: RequestContext,
  ): OperationsIntelligence | null {
    return intelligenceAt(asOf ?? context.now, context);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'How fresh the answers are: everything that happened in any service before this instant is counted; what happened later may be. Null while a service has not yet told how far it is.',
  })
  dataAsOf(@Ctx() context: RequestContext): Promise<Date | null> {
    return loadDataAsOf(context);
  }
}

function intelligenceAt(asOf: Date, context: RequestContext): OperationsIntelligence | null {
  if (!['SYSTEM', 'STAFF', 'ANALYST'].includes(context.scope.kind)) return null;
  return { id: `oin_${asOf.getTime()}`, asOf };
}

/** The answers that an identifier (`oin_` and the instant in epoch milliseconds) stands for; null where it is none. */
export function intelligenceById(id: string, context: RequestContext): OperationsIntelligence | null {
  const [, ms] = /^oin_(\d{1,15})$/.exec(id) ?? [];
  return ms === undefined ? null : intelligenceAt(new Date(Number(ms)), context);
}
