import { registerEnumType } from 'type-graphql';
import {
  TicketChannel,
  TicketKind,
  TicketLevel,
  TicketPriority,
  TicketSeverity,
  TicketStatus,
  TicketTier,
} from './ticket.rules.js';

registerEnumType(TicketKind, {
  name: 'TicketKind',
  description: 'What a ticket is about.',
  valuesConfig: {
    REQUEST: { description: 'Somebody wants something.' },
    INCIDENT: { description: 'Something does not work.' },
    PROBLEM: { description: 'The cause of incidents, a defect or an enhancement, handed to engineering.' },
  },
});
registerEnumType(TicketChannel, {
  name: 'TicketChannel',
  description: 'How a ticket came in.',
  valuesConfig: {
    EMAIL: { description: 'By mail.' },
    WEB: { description: 'Through the portal or a form.' },
    PHONE: { description: 'By telephone.' },
    CHAT: { description: 'In a chat.' },
    SOCIAL: { description: 'On a social network.' },
    FORUM: { description: 'In the community.' },
    API: { description: 'From another system.' },
    MONITORING: { description: 'From monitoring.' },
  },
});
registerEnumType(TicketPriority, {
  name: 'TicketPriority',
  description: 'How soon a ticket has to be worked on; response targets are agreed by it.',
  valuesConfig: {
    P1: { description: 'First.' },
    P2: { description: 'Second.' },
    P3: { description: 'Third.' },
    P4: { description: 'Last.' },
  },
});
registerEnumType(TicketSeverity, {
  name: 'TicketSeverity',
  description: 'How much of the service an incident takes.',
  valuesConfig: {
    SEV1: { description: 'A major incident: down for many.' },
    SEV2: { description: 'Down for some, or badly degraded.' },
    SEV3: { description: 'Degraded.' },
    SEV4: { description: 'Hardly felt, or announced.' },
  },
});
registerEnumType(TicketLevel, {
  name: 'TicketLevel',
  description: 'How wide a ticket reaches (impact), or how soon it has to be dealt with (urgency).',
  valuesConfig: {
    HIGH: { description: 'High.' },
    MEDIUM: { description: 'Medium.' },
    LOW: { description: 'Low.' },
  },
});
registerEnumType(TicketTier, {
  name: 'TicketTier',
  description: 'Who works on a ticket.',
  valuesConfig: {
    L0: { description: 'Self-service.' },
    ADMIN: { description: 'Administration support.' },
    L1: { description: 'Customer care.' },
    L2: { description: 'Technical support.' },
    L3: { description: 'Experts.' },
    L4: { description: 'Engineering; hidden from customers.' },
    THIRD_PARTY: { description: 'Somebody outside, followed from here.' },
  },
});
registerEnumType(TicketStatus, {
  name: 'TicketStatus',
  description: 'Where a ticket stands in its life.',
  valuesConfig: {
    NEW: { description: 'Nobody has taken it up.' },
    IN_PROGRESS: { description: 'Being worked on.' },
    WAITING_ON_CUSTOMER: { description: 'Waiting for the customer.' },
    WAITING_ON_THIRD_PARTY: { description: 'Waiting for somebody outside.' },
    WAITING_ON_PROBLEM: { description: 'Waiting for the problem behind it.' },
    ON_HOLD: { description: "On hold while the customer's access is off." },
    RESOLVED: { description: 'Solved; may be reopened.' },
    CLOSED: { description: 'Finished; may be reopened.' },
  },
});

/** What a list may ask of the status: each status, and `OPEN` for every one before resolved. */
export enum TicketStatusFilter {
  OPEN = 'OPEN',
  NEW = 'NEW',
  IN_PROGRESS = 'IN_PROGRESS',
  WAITING_ON_CUSTOMER = 'WAITING_ON_CUSTOMER',
  WAITING_ON_THIRD_PARTY = 'WAITING_ON_THIRD_PARTY',
  WAITING_ON_PROBLEM = 'WAITING_ON_PROBLEM',
  ON_HOLD = 'ON_HOLD',
  RESOLVED = 'RESOLVED',
  CLOSED = 'CLOSED',
}
registerEnumType(TicketStatusFilter, {
  name: 'TicketStatusFilter',
  description: 'Which status a listed ticket has.',
  valuesConfig: {
    OPEN: { description: 'Every status before resolved.' },
    NEW: { description: 'Nobody has taken it up.' },
    IN_PROGRESS: { description: 'Being worked on.' },
    WAITING_ON_CUSTOMER: { description: 'Waiting for the customer.' },
    WAITING_ON_THIRD_PARTY: { description: 'Waiting for somebody outside.' },
    WAITING_ON_PROBLEM: { description: 'Waiting for the problem behind it.' },
    ON_HOLD: { description: "On hold while the customer's access is off." },
    RESOLVED: { description: 'Solved, not closed.' },
    CLOSED: { description: 'Finished.' },
  },
});
