import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { ImportInput, ImportReport, payload, type RequestContext } from '@plimsoll/shared';
import { Ticket } from '../ticket/index.js';
import { importIncidentImpacts, importIncidents } from './incident-import.service.js';
import { loadIncident } from './incident.loader.js';
import { impactsInEffect, type IncidentImpact } from './incident.rules.js';
import { recordIncidentImpact } from './incident.service.js';
import {
  Incident,
  IncidentImpactObject,
  IncidentPayload,
  RecordIncidentImpactInput,
} from './incident.types.js';

@Resolver(() => Ticket)
export class TicketIncidentResolver {
  @FieldResolver(() => Incident, {
    nullable: true,
    description: 'The outage side of an incident; null for other tickets and where nothing is on record.',
  })
  incident(@Root() ticket: Ticket, @Ctx() context: RequestContext) {
    return loadIncident(context, ticket.id);
  }
}

@Resolver(() => Incident)
export class IncidentResolver {
  @FieldResolver(() => [IncidentImpactObject], {
    nullable: true,
    description: 'What it did to what, from when to when. Staff only.',
  })
  impacts(
    @Root() incident: Incident & { impacts: IncidentImpact[] },
    @Ctx() context: RequestContext,
  ): object[] | null {
    if (context.scope.kind !== 'STAFF') return null;
    return impactsInEffect(incident.impacts, incident.restoredAt ?? null).map((impact) => ({
      ...impact,
      from: new Date(impact.from),
      to: impact.to === null ? null : new Date(impact.to),
    }));
  }

  @Mutation(() => IncidentPayload, {
    description:
      'Records what an incident did to whom. `id` is the ticket, `expectedVersion` the version of its incident, 0 where it has none yet. Roles: admin, agent, manager, operator.',
  })
  recordIncidentImpact(
    @Arg('input', () => RecordIncidentImpactInput, { description: 'What is recorded.' })
    input: RecordIncidentImpactInput,
    @Ctx() context: RequestContext,
  ): Promise<IncidentPayload> {
    return payload(async () => ({ incident: await recordIncidentImpact(context, input) }));
  }

  @Mutation(() => ImportReport, {
    description: 'Imports rows of `incidents.csv`, each a ticket of kind INCIDENT. Roles: admin, operator.',
  })
  importIncidents(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importIncidents(context, input);
  }

  @Mutation(() => ImportReport, {
    description:
      'Imports rows of `incident_impacts.csv`; the first one of an incident takes the place of its default impact. Roles: admin, operator.',
  })
  importIncidentImpacts(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importIncidentImpacts(context, input);
  }
}
