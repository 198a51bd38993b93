import { Arg, Ctx, FieldResolver, Int, Query, Resolver } from 'type-graphql';
import { DateTimeScalar, toConnection, type ConnectionValue, type RequestContext } from '@plimsoll/shared';
import type { Reporting } from '../exchange-rate/index.js';
import { loadDataAsOf } from '../freshness/index.js';
import {
  DIMENSIONS,
  isAdditive,
  isInternal,
  MEASURES,
  partsOf,
  relationOf,
  timeOf,
} from '../metric-catalog/index.js';
import { runMetricRecords, runMetrics } from './metric-answers.js';
import {
  MetricCatalog,
  MetricFilter,
  MetricRecordConnection,
  Metrics,
  MetricsInput,
  type MetricMeasure,
  type MetricRecord,
} from './metric.types.js';
import { dimensionsFor } from './question.rules.js';

/** Any measure by any dimension over any time, out of one vocabulary. */
@Resolver(() => Metrics)
export class MetricResolver {
  constructor(private readonly reporting: Reporting) {}

  @Query(() => MetricCatalog, {
    description:
      'The measures and dimensions that `metrics` understands, as far as the caller may know them.',
  })
  metricCatalog(@Ctx() context: RequestContext): MetricCatalog {
    const internal = seesInternal(context);
    const measures = MEASURES.filter((measure) => internal || !isInternal(measure)).map(
      (measure): MetricMeasure => {
        const [part] = partsOf(measure);
        return {
          name: measure.name,
          description: measure.description,
          unit: measure.unit,
          numerator: measure.kind === 'RATIO' ? measure.numerator : null,
          denominator: measure.kind === 'RATIO' ? measure.denominator : null,
          additive: isAdditive(measure) && part !== undefined && timeOf(part).kind !== 'STOCK',
          noun: part ? relationOf(part).noun : '',
          dimensions: dimensionsFor(measure, internal).map(({ name }) => name),
        };
      },
    );
    const used = new Set(measures.flatMap(({ dimensions }) => dimensions));
    return { measures, dimensions: DIMENSIONS.filter(({ name }) => used.has(name)) };
  }

  @Query(() => Metrics, {
    description:
      'Answers a question in the words of `metricCatalog`, about what the caller may see: staff and analysts the whole company, a reseller its customers, a contact its own company. A name or a combination that there is not is refused, saying what there is.',
  })
  async metrics(
    @Arg('input', () => MetricsInput, { description: 'The question.' }) input: MetricsInput,
    @Arg('first', () => Int, { defaultValue: 1000, description: 'How many rows, 1–10,000.' }) first: number,
    @Arg('after', () => String, {
      nullable: true,
      description:
        'Return the rows behind this cursor: the `endCursor` of an earlier page of the same question.',
    })
    after: string | null,
    @Ctx() context: RequestContext,
  ): Promise<Metrics> {
    const { now, session } = context;
    const asking = { now, reporting: this.reporting, seesInternal: seesInternal(context) };
    return runMetrics(session, input, { first, after }, asking);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'Everything that was told up to this instant is in the answer; null where nothing was told yet.',
  })
  dataAsOf(@Ctx() context: RequestContext): Promise<Date | null> {
    return loadDataAsOf(context);
  }

  @Query(() => MetricRecordConnection, {
    description:
      'The records behind the figure of a measure over a time, the earliest first; of a ratio those of its numerator.',
  })
  async metricRecords(
    @Arg('measure', () => String, { description: 'The name of the measure.' }) measure: string,
    @Arg('from', () => DateTimeScalar, { description: 'The first instant that counts.' }) from: Date,
    @Arg('to', () => DateTimeScalar, { description: 'The first instant behind it.' }) to: Date,
    @Arg('timeZone', () => String, {
      defaultValue: 'UTC',
      description: 'The time zone at whose midnight dates begin.',
    })
    timeZone: string,
    @Arg('filters', () => [MetricFilter], { defaultValue: [], description: 'All of them must hold.' })
    filters: MetricFilter[],
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many records, 1–10,000.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Return the records behind this cursor.' })
    after: string | null,
    @Ctx() context: RequestContext,
  ): Promise<ConnectionValue<MetricRecord>> {
    const asked = { measure, from, to, timeZone, filters };
    const page = { first, after };
    const asking = { now: context.now, seesInternal: seesInternal(context) };
    const { records, cursors, totalCount, hasNextPage } = await runMetricRecords(
      context.session,
      asked,
      page,
      asking,
    );
    return toConnection(
      {
        rows: records,
        cursors,
        hasNextPage,
        hasPreviousPage: after !== null,
        countAll: () => Promise.resolve(totalCount),
      },
      (record) => record,
    );
  }
}

function seesInternal({ scope }: RequestContext): boolean {
  return ['SYSTEM', 'STAFF', 'ANALYST'].includes(scope.kind);
}
