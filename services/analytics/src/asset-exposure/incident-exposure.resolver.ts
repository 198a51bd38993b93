import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { toConnection, type RequestContext } from '@plimsoll/shared';
import type { Reporting } from '../exchange-rate/index.js';
import { listIncidentExposures } from './incident-exposure.loader.js';
import {
  IncidentExposure,
  IncidentExposureArgs,
  IncidentExposureConnection,
} from './incident-exposure.types.js';

/** What incidents did to customers. */
@Resolver(() => IncidentExposure)
export class IncidentExposureResolver {
  constructor(private readonly reporting: Reporting) {}

  @Query(() => IncidentExposureConnection, {
    nullable: true,
    description:
      'Impact analysis: the incidents of a period that hit customers, by their start, with whom they hit, for how long, what credits they caused and what revenue they exposed. As CSV: `/export/incident-exposures.csv`. For staff and analysts; null for others.',
  })
  async incidentExposures(
    @Args(() => IncidentExposureArgs) args: IncidentExposureArgs,
    @Ctx() context: RequestContext,
  ) {
    if (!['SYSTEM', 'STAFF', 'ANALYST'].includes(context.scope.kind)) return null;
    return toConnection(await listIncidentExposures(context, this.reporting, args), (row) => row);
  }
}
