import {
  fieldsOf,
  listed,
  REFERENCE,
  rowOf,
  type ExportedRow,
  type ExportFile,
  type Fields,
  type Reference,
} from './export-file.js';

const OWN = 'id externalId source';

/** Files of the nouns that say what runs, what was changed, and what was asked and reported. */
export const OPERATION_FILES: readonly ExportFile[] = [
  {
    noun: 'assets',
    list: 'assets',
    selection: `${OWN} name kind status location addresses make criticality tags attributes
      owner ${REFERENCE} product ${REFERENCE} pod ${REFERENCE}`,
    attributes: (asset) => [
      ...Object.keys(fieldsOf(asset['attributes'])),
      ...(listed(asset['tags']).length > 0 ? ['tags'] : []),
    ],
    rows: (asset, reference) => [
      rowOf({
        ...fieldsOf(asset['attributes']),
        external_id: reference(asset),
        name: asset['name'],
        kind: asset['kind'],
        status: asset['status'],
        owner: reference(asset['owner']),
        location: asset['location'],
        ip: asset['addresses'],
        make: asset['make'],
        product: reference(asset['product']),
        pod: reference(asset['pod']),
        criticality: asset['criticality'],
        tags: asset['tags'],
      }),
    ],
  },
  {
    noun: 'dependencies',
    list: 'assets',
    pageSize: 50,
    selection: OWN,
    nested: {
      field: 'dependsOn',
      single: 'asset',
      first: 50,
      selection: `strength group { name minUp } provider ${REFERENCE}`,
    },
    rows: (asset, reference, dependencies) =>
      dependencies.map((dependency) =>
        rowOf({
          consumer: reference(asset),
          provider: reference(dependency['provider']),
          strength: dependency['strength'],
          group: fieldsOf(dependency['group'])['name'],
          min_up: fieldsOf(dependency['group'])['minUp'],
        }),
      ),
  },
  {
    noun: 'placements',
    list: 'assets',
    pageSize: 50,
    selection: OWN,
    nested: {
      field: 'placements',
      single: 'asset',
      first: 50,
      selection: `product ${REFERENCE} pod ${REFERENCE} customer ${REFERENCE}`,
    },
    rows: (asset, reference, placements) =>
      placements.map((placement) =>
        rowOf({
          asset: reference(asset),
          product: reference(placement['product']),
          pod: reference(placement['pod']),
          customer: reference(placement['customer']),
        }),
      ),
  },
  {
    noun: 'changes',
    list: 'changes',
    selection: `${OWN} title kind status outcome expectedState noticeGivenAt startedAt endedAt window { from to }
      assets ${REFERENCE} requestedBy ${REFERENCE}`,
    rows: (change, reference) => [
      rowOf({
        external_id: reference(change),
        title: change['title'],
        kind: change['kind'],
        status: change['status'],
        assets: listed(change['assets']).map(reference),
        from: fieldsOf(change['window'])['from'],
        to: fieldsOf(change['window'])['to'],
        notice_given_at: change['noticeGivenAt'],
        expected_state: change['expectedState'],
        started_at: change['startedAt'],
        ended_at: change['endedAt'],
        outcome: change['outcome'],
        requested_by: reference(change['requestedBy']),
      }),
    ],
  },
  {
    ...incidentFile(),
    noun: 'incidents',
    rows: (ticket, reference) => (ticket['incident'] === null ? [] : [incidentRow(ticket, reference)]),
  },
  {
    ...incidentFile(),
    noun: 'incident_impacts',
    rows: (ticket, reference) =>
      ticket['incident'] === null || toldInRow(ticket)
        ? []
        : impactsOf(ticket).map((impact) =>
            rowOf({
              incident: reference(ticket),
              asset: reference(impact['asset']),
              product: reference(impact['product']),
              customer: reference(impact['customer']),
              state: impact['state'],
              from: impact['from'],
              to: impact['to'],
            }),
          ),
  },
  crewFile('teams'),
  crewFile('queues'),
  {
    noun: 'skills',
    list: 'skills',
    selection: `${OWN} name description`,
    rows: (skill, reference) => [
      rowOf({ external_id: reference(skill), name: skill['name'], description: skill['description'] }),
    ],
  },
  {
    noun: 'agents',
    list: 'agents',
    selection: `${OWN} person ${REFERENCE} skills { level skill ${REFERENCE} } languages calendar ${REFERENCE} capacity takesTickets`,
    rows: (agent, reference) => [
      rowOf({
        person: reference(agent['person']),
        external_id: reference(agent),
        skills: listed(agent['skills']).map((one) => `${reference(one['skill'])}:${String(one['level'])}`),
        languages: agent['languages'],
        calendar: reference(agent['calendar']),
        capacity: agent['capacity'],
        takes_tickets: agent['takesTickets'],
      }),
    ],
  },
  {
    noun: 'tickets',
    list: 'tickets',
    selection: `${OWN} kind subject channel impact urgency priority status category openedAt firstRespondedAt resolvedAt
      closedAt reassignedCount reopenedCount satisfaction externalVerdict tier incident { version }
      customer ${REFERENCE} contact ${REFERENCE} assignee ${REFERENCE} team ${REFERENCE} queue ${REFERENCE}
      assets(first: 20) { nodes ${REFERENCE} }`,
    // Incidents have a file of their own.
    rows: (ticket, reference) => (ticket['incident'] === null ? [ticketRow(ticket, reference)] : []),
  },
  {
    noun: 'ticket_events',
    list: 'tickets',
    pageSize: 50,
    selection: `${OWN} incident { version }`,
    nested: {
      field: 'events',
      single: 'ticket',
      first: 50,
      selection: `sequence at type from to text actor ${REFERENCE}`,
    },
    rows: (ticket, reference, events) =>
      ticket['incident'] === null
        ? events.map((event) =>
            rowOf({
              ticket: reference(ticket),
              sequence: event['sequence'],
              at: event['at'],
              type: String(event['type']).toLowerCase(),
              actor: reference(event['actor']),
              from: event['from'],
              to: event['to'],
              text: event['text'],
            }),
          )
        : [],
  },
];

function crewFile(noun: 'teams' | 'queues'): ExportFile {
  return {
    noun,
    list: noun,
    selection: `${OWN} name calendar ${REFERENCE} members ${REFERENCE}`,
    rows: (crew, reference) => [
      rowOf({
        external_id: reference(crew),
        name: crew['name'],
        calendar: reference(crew['calendar']),
        members: listed(crew['members']).map(reference),
      }),
    ],
  };
}

function ticketRow(ticket: Fields, reference: Reference): ExportedRow {
  return rowOf({
    external_id: reference(ticket),
    subject: ticket['subject'],
    opened_at: ticket['openedAt'],
    kind: ticket['kind'],
    customer: reference(ticket['customer']),
    contact: reference(ticket['contact']),
    channel: ticket['channel'],
    priority: ticket['priority'],
    status: ticket['status'],
    tier: ticket['tier'],
    team: reference(ticket['team']),
    queue: reference(ticket['queue']),
    assignee: reference(ticket['assignee']),
    asset: assetsOf(ticket).map(reference),
    impact: ticket['impact'],
    urgency: ticket['urgency'],
    category: ticket['category'],
    first_responded_at: ticket['firstRespondedAt'],
    resolved_at: ticket['resolvedAt'],
    closed_at: ticket['closedAt'],
    reassignments: ticket['reassignedCount'],
    reopenings: ticket['reopenedCount'],
    satisfaction: ticket['satisfaction'],
    external_verdict: ticket['externalVerdict'],
  });
}

function assetsOf(ticket: Fields): Fields[] {
  return listed(fieldsOf(ticket['assets'])['nodes']);
}

function incidentFile(): Omit<ExportFile, 'noun' | 'rows'> {
  return {
    list: 'tickets',
    arguments: 'filter: { kind: INCIDENT }',
    selection: `${OWN} subject severity resolvedAt customer ${REFERENCE} assets(first: 100) { nodes ${REFERENCE} }
      incident { startedAt detectedAt acknowledgedAt mitigatedAt restoredAt planned announcedFrom announcedTo
        noticeGivenAt causeCategory causedByChange ${REFERENCE}
        impacts { state from to asset ${REFERENCE} product ${REFERENCE} customer ${REFERENCE} } }`,
  };
}

function impactsOf(ticket: Fields): Fields[] {
  return listed(fieldsOf(ticket['incident'])['impacts']);
}

/** Whether a row of `incidents.csv` tells the whole impact: its assets, or its product and customer, all alike. */
function toldInRow(ticket: Fields): boolean {
  const impacts = impactsOf(ticket);
  const [first] = impacts;
  const assets = assetsOf(ticket).map(({ id }) => id);
  if (!first) return assets.length === 0 && ticket['customer'] === null;
  const alike = impacts.every(
    ({ state, from, to }) => state === first['state'] && from === first['from'] && to === first['to'],
  );
  if (!alike) return false;
  if (assets.length === 0) {
    return (
      impacts.length === 1 && first['asset'] === null && sameRecord(first['customer'], ticket['customer'])
    );
  }
  return (
    impacts.length === assets.length &&
    impacts.every(
      ({ asset, product, customer }) =>
        assets.includes(fieldsOf(asset)['id']) && product === null && customer === null,
    )
  );
}

function sameRecord(a: unknown, b: unknown): boolean {
  return fieldsOf(a)['id'] === fieldsOf(b)['id'];
}

function incidentRow(ticket: Fields, reference: Reference): ExportedRow {
  const incident = fieldsOf(ticket['incident']);
  const impacts = toldInRow(ticket) ? impactsOf(ticket) : [];
  const [first = {}] = impacts;
  // In the order of the impacts, which come back out of them.
  const assets = first['asset'] ? impacts.map(({ asset }) => asset) : assetsOf(ticket);
  return rowOf({
    external_id: reference(ticket),
    title: ticket['subject'],
    started_at: incident['startedAt'],
    detected_at: incident['detectedAt'],
    acknowledged_at: incident['acknowledgedAt'],
    mitigated_at: incident['mitigatedAt'],
    restored_at: incident['restoredAt'],
    resolved_at: ticket['resolvedAt'],
    assets: assets.map(reference),
    customer: reference(ticket['customer']),
    product: reference(first['product']),
    state: first['state'],
    impact_from: first['from'] === incident['startedAt'] ? null : first['from'],
    impact_to: first['to'] === incident['restoredAt'] ? null : first['to'],
    planned: incident['planned'],
    announced_from: incident['announcedFrom'],
    announced_to: incident['announcedTo'],
    notice_given_at: incident['noticeGivenAt'],
    severity: ticket['severity'],
    cause_category: incident['causeCategory'],
    caused_by_change: reference(incident['causedByChange']),
  });
}
