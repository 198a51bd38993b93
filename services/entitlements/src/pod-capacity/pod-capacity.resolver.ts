import { DateScalar, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { loadPod, Pod, PodSeatKind, type SeatKind } from '../pod/index.js';
import { loadForecasts, loadSeatsTaken } from './capacity.loader.js';
import { seatUses } from './capacity.rules.js';
import { previewPlacement } from './capacity.service.js';
import { PlacementPreview, PodCapacity } from './pod-capacity.types.js';

@Resolver(() => Pod)
export class PodCapacityResolver {
  @FieldResolver(() => [PodCapacity], {
    nullable: true,
    description: 'Its seats by kind, and what is taken of them now. Staff only.',
  })
  async capacity(@Root() pod: Pod, @Ctx() context: RequestContext): Promise<PodCapacity[] | null> {
    if (context.scope.kind !== 'STAFF' || pod.seats == null) return null;
    const taken = await loadSeatsTaken(context, pod.id);
    const uses = seatUses({ seats: pod.seats, warningPercent: pod.warningPercent ?? null }, taken);
    return uses.map((use) => ({ podId: pod.id, ...use }));
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Whether no kind has a seat left. Staff only.',
  })
  async full(@Root() pod: Pod, @Ctx() context: RequestContext): Promise<boolean | null> {
    const capacity = await this.capacity(pod, context);
    return capacity?.every((one) => one.full) ?? null;
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'The day (UTC) on which no kind has a seat left any more, by the forecast of its `capacity`: the latest of its kinds. Null where one of them does not fill within two years, or has too little data. Staff only.',
  })
  async fullOnForecast(@Root() pod: Pod, @Ctx() context: RequestContext): Promise<string | null> {
    if (context.scope.kind !== 'STAFF' || pod.seats == null) return null;
    const days = await loadForecasts(context, { id: pod.id, seats: pod.seats });
    return days.reduce<string | null>(
      (latest, day) => (latest === null || day === null ? null : day > latest ? day : latest),
      days[0] ?? null,
    );
  }
}

@Resolver(() => PodCapacity)
export class PodForecastResolver {
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'The day (UTC) on which these seats fill: today + the smallest whole t ≥ 0 with used + reserved + b × t + c × trials(t) ≥ seats. b: seats a day, the least-squares slope of the subscriptions on the pod today and at the ends of up to 12 weeks back, not before its first one, each where it is now. trials(t): trials on the pod whose planned end lies within t days. c: the share of the trials finished within the last year that were converted, as many `STANDARD` seats more and `TRIAL` seats fewer; 0 for seats of all kinds, of other kinds, and where fewer than 10 trials have finished. Null with less than 14 days of data, or where they do not fill within 730 days.',
  })
  async fullOnForecast(
    @Root() capacity: PodCapacity,
    @Ctx() context: RequestContext,
  ): Promise<string | null> {
    const pod = await loadPod(context, capacity.podId);
    if (pod === null) return null;
    const days = await loadForecasts(context, pod);
    return days[pod.seats.findIndex(({ kind }) => kind === capacity.kind)] ?? null;
  }
}

@Resolver(() => PlacementPreview)
export class PlacementPreviewResolver {
  @Query(() => PlacementPreview, {
    nullable: true,
    description:
      'Where a subscription would be placed at this moment; nothing is reserved. Of the pods in the wished region that are for its industry or for all, are not drained and have a seat left for the kind, those reserved for the industry come first, then the one with the largest share of its seats free, ties by name, then id. For staff and partners; null for others.',
  })
  async placementPreview(
    @Arg('kind', () => PodSeatKind, { description: 'The kind of subscription.' }) kind: SeatKind,
    @Arg('region', () => String, { nullable: true, description: 'The region, exact; any when left out.' })
    region: string | null,
    @Arg('vertical', () => String, {
      nullable: true,
      description: "The customer's industry; none when left out.",
    })
    vertical: string | null,
    @Ctx() context: RequestContext,
  ): Promise<PlacementPreview | null> {
    if (context.scope.kind !== 'STAFF' && context.scope.kind !== 'PARTNER') return null;
    const wish = { kind, region: region ?? null, vertical: vertical ?? null, now: context.now };
    const { podId, considered } = await previewPlacement(context.session, wish);
    // How full the other pods are is the company's own business.
    if (context.scope.kind !== 'STAFF') return { podId, considered: null };
    return { podId, considered };
  }

  @FieldResolver(() => Pod, {
    nullable: true,
    description: 'The pod it would go to; null: none can take it now.',
  })
  pod(@Root() preview: PlacementPreview, @Ctx() context: RequestContext): Promise<Pod | null> | null {
    return preview.podId == null ? null : loadPod(context, preview.podId);
  }
}
