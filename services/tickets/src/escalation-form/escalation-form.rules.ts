import { findSchemaFaults, type JsonSchema } from '@plimsoll/json-schema';
import { canBeKept, DomainError, invalid } from '@plimsoll/shared';
import type { TicketKind, TicketTier } from '../ticket/index.js';

/** What an escalation is. */
export enum EscalationKind {
  FUNCTIONAL = 'FUNCTIONAL',
  HIERARCHICAL = 'HIERARCHICAL',
  REQUESTED = 'REQUESTED',
}

/** What a form is for; null: for any. */
export interface FormScope {
  kind: EscalationKind;
  ticketKind: TicketKind | null;
  tier: TicketTier | null;
}

/** What has to be told with an escalation. */
export interface Form extends FormScope {
  /** Null: the platform's own. */
  id: string | null;
  name: string;
  schema: JsonSchema;
}

const LONGEST = 50_000;
const MOST_FAULTS_SHOWN = 5;

const text = (title: string) => ({ type: 'string', minLength: 1, maxLength: 5_000, title });
const evidence = {
  type: 'array',
  maxItems: 50,
  items: { type: 'string', minLength: 1, maxLength: 2_000 },
  title: 'What shows it: addresses of logs, screenshots, graphs',
};
const impact = text('Who is hit and how badly');

/** What has to be told where the desk has no form of its own. */
const BUILT_IN: Record<EscalationKind, { name: string; schema: JsonSchema }> = {
  FUNCTIONAL: {
    name: 'What was tried',
    schema: {
      type: 'object',
      properties: { tried: text('What was tried, and what came of it'), impact, evidence },
      required: ['tried', 'impact'],
      additionalProperties: false,
    },
  },
  HIERARCHICAL: {
    name: 'What is asked of management',
    schema: {
      type: 'object',
      properties: { impact, asked: text('What is to be decided or given, and by when'), evidence },
      required: ['impact', 'asked'],
      additionalProperties: false,
    },
  },
  REQUESTED: {
    name: 'What it costs the customer',
    schema: {
      type: 'object',
      properties: { impact, evidence },
      required: ['impact'],
      additionalProperties: false,
    },
  },
};

/**
 * The form that an escalation follows: of those that fit the one for its tier, else the one for its kind of ticket, else
 * the one for any; where the desk has none, the platform's own.
 */
export function chooseForm(
  forms: readonly Form[],
  asked: { kind: EscalationKind; ticketKind: TicketKind; tier: TicketTier | null },
): Form {
  const fitting = forms.filter(
    ({ kind, ticketKind, tier }) =>
      kind === asked.kind &&
      (ticketKind === null || ticketKind === asked.ticketKind) &&
      (tier === null || tier === asked.tier),
  );
  const weight = (form: Form) => (form.tier === null ? 0 : 2) + (form.ticketKind === null ? 0 : 1);
  const [best] = fitting.toSorted((a, b) => weight(b) - weight(a));
  return best ?? { id: null, ticketKind: null, tier: null, kind: asked.kind, ...BUILT_IN[asked.kind] };
}

/**
 * What is told with an escalation, checked by its form; null counts as nothing.
 *
 * @throws DomainError `INVALID` naming the property by its path below `information`
 */
export function checkInformation(form: Form, given: unknown): Record<string, unknown> {
  const information = given ?? {};
  if (typeof information !== 'object' || Array.isArray(information)) {
    throw invalid('`information` is an object.', ['information']);
  }
  if (JSON.stringify(information).length > LONGEST) {
    throw invalid(`\`information\` has at most ${LONGEST} characters as JSON.`, ['information']);
  }
  const unkept = unkeptPath(information);
  if (unkept) {
    throw invalid('Texts have no characters that cannot be kept, such as NUL.', ['information', ...unkept]);
  }
  const faults = findSchemaFaults(form.schema, information).slice(0, MOST_FAULTS_SHOWN);
  if (faults.length > 0) {
    const told = faults.map(({ path, kind, rule, found }) => {
      const name = path.join('.');
      if (kind === 'MISSING') return `The form ${JSON.stringify(form.name)} asks for \`${name}\`.`;
      if (kind === 'UNKNOWN') return `The form ${JSON.stringify(form.name)} has no \`${name}\`.`;
      return `\`${name || 'information'}\` ${rule}; it is ${found}.`;
    });
    throw new DomainError('INVALID', told.join(' '), ['information', ...(faults[0]?.path ?? [])]);
  }
  return information as Record<string, unknown>;
}

/** Where a text or a name stands that cannot be kept; null where there is none. */
function unkeptPath(value: unknown): string[] | null {
  if (typeof value === 'string') return canBeKept(value) ? null : [];
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, part] of Object.entries(value)) {
    if (!canBeKept(name)) return [];
    const path = unkeptPath(part);
    if (path) return [name, ...path];
  }
  return null;
}
