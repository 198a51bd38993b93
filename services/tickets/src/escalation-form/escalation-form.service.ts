import { faultOfSchema, type JsonSchema } from '@plimsoll/json-schema';
import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  invalid,
  violatedConstraint,
  type RequestContext,
} from '@plimsoll/shared';
import { formExists } from './escalation-form.errors.js';
import { escalationFormRecords, type EscalationFormRecord } from './escalation-form.store.js';
import type { CreateEscalationFormInput, UpdateEscalationFormInput } from './escalation-form.types.js';

/** Makes a form. Roles: admin, manager. */
export function createEscalationForm(
  context: RequestContext,
  input: CreateEscalationFormInput,
): Promise<EscalationFormRecord> {
  authorize(context, 'admin', 'manager');
  return keepingScopesApart(() =>
    createOnce(context, escalationFormRecords, {
      prefix: 'esf',
      mutation: 'createEscalationForm',
      input,
      values: () => ({
        name: checkText(input.name, 'name'),
        kind: input.kind,
        ticketKind: input.ticketKind ?? null,
        tier: input.tier ?? null,
        schema: checkSchema(input.schema),
        active: true,
      }),
    }),
  );
}

/** Edits a form. Roles: admin, manager. */
export function updateEscalationForm(
  context: RequestContext,
  input: UpdateEscalationFormInput,
): Promise<EscalationFormRecord> {
  authorize(context, 'admin', 'manager');
  return keepingScopesApart(() =>
    context.session.transaction((tx) =>
      escalationFormRecords.update(tx, authorOf(context), input.id, input.expectedVersion, () => ({
        ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
        ...(input.schema == null ? {} : { schema: checkSchema(input.schema) }),
        ...(input.active == null ? {} : { active: input.active }),
      })),
    ),
  );
}

function checkSchema(given: unknown): JsonSchema {
  const fault = faultOfSchema(given);
  if (fault !== null) throw invalid(`\`schema\` is no JSON Schema of a form: ${fault}.`, ['schema']);
  return given as JsonSchema;
}

async function keepingScopesApart<Result>(fn: () => Promise<Result>): Promise<Result> {
  try {
    return await fn();
  } catch (error) {
    throw violatedConstraint(error) === 'escalation_form_scope' ? formExists() : error;
  }
}
