import type { Principal } from '@plimsoll/shared';
import type { Platform } from '@plimsoll/standalone';
import type { PlatformClient } from '../../platform/platform.client.js';

const STAFF_ROLES = ['admin', 'agent', 'operator', 'manager', 'executive'] as const;

interface Found {
  partners: { nodes: { id: string }[] };
  contacts: { nodes: { id: string; customer: { id: string } | null }[] };
  people: { nodes: { id: string; role: string | null }[] };
  agents: { nodes: { person: { id: string } | null }[] };
}

/**
 * A token for the administrator and, once there is a company to play it in, for every other role: staff as the
 * first person of that role who works at the desk, or the first of all where nobody does; the partner and the contact as
 * the first of theirs.
 */
export async function mintTokens(
  platform: Platform,
  client: PlatformClient,
): Promise<Record<string, string>> {
  const { data } = await client.request<Found>(
    `{ partners(first: 1) { nodes { id } } contacts(first: 1) { nodes { id customer { id } } }
       people(first: 100) { nodes { id role } } agents(first: 100) { nodes { person { id } } } }`,
    {},
  );
  const [partner] = data.partners.nodes;
  const [contact] = data.contacts.nodes;
  const atTheDesk = new Set(data.agents.nodes.flatMap(({ person }) => person?.id ?? []));
  const principals: Record<string, Principal> = { admin: { subject: 'admin', roles: ['admin'] } };
  if (partner !== undefined && contact?.customer) {
    for (const role of STAFF_ROLES) {
      const ofRole = data.people.nodes.filter((one) => one.role?.toLowerCase() === role);
      const person = ofRole.find(({ id }) => atTheDesk.has(id)) ?? ofRole[0];
      principals[role] = { subject: role, roles: [role], ...(person ? { personId: person.id } : {}) };
    }
    principals['analyst'] = { subject: 'analyst', roles: ['analyst'] };
    principals['partner'] = { subject: 'partner', roles: ['partner'], partnerId: partner.id };
    principals['contact'] = {
      subject: 'contact',
      roles: ['contact'],
      contactId: contact.id,
      customerId: contact.customer.id,
    };
  }
  const tokens: Record<string, string> = {};
  for (const [role, principal] of Object.entries(principals)) {
    tokens[role] = await platform.mintToken(principal);
  }
  return tokens;
}
