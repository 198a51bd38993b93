import { authorize, authorOf, checkText, createOnce, type RequestContext } from '@plimsoll/shared';
import {
  agreementRecords,
  checkPromise,
  checkTerms,
  promiseOf,
  requireCalendar,
  termsWith,
  type AgreementRecord,
} from '../agreement/index.js';
import {
  agreementTemplateRecords,
  keepingNamesApart,
  type AgreementTemplateRecord,
} from './agreement-template.store.js';
import type {
  CreateAgreementFromTemplateInput,
  CreateAgreementTemplateInput,
  UpdateAgreementTemplateInput,
} from './agreement-template.types.js';

/** Creates a template. Roles: admin, manager, operator. @throws DomainError `DUPLICATE_NAME` */
export async function createAgreementTemplate(
  context: RequestContext,
  input: CreateAgreementTemplateInput,
): Promise<AgreementTemplateRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return keepingNamesApart(input.name, () =>
    createOnce(context, agreementTemplateRecords, {
      prefix: 'slt',
      mutation: 'createAgreementTemplate',
      input,
      values: async (tx) => {
        await requireCalendar(tx, input.calendarId);
        return { name: checkText(input.name, 'name'), ...checkPromise(promiseOf(input)) };
      },
    }),
  );
}

/**
 * Changes a template; agreements made from it stay as they are. Roles: admin, manager, operator.
 *
 * @throws DomainError `DUPLICATE_NAME`
 */
export async function updateAgreementTemplate(
  context: RequestContext,
  input: UpdateAgreementTemplateInput,
): Promise<AgreementTemplateRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return keepingNamesApart(input.name ?? '', () =>
    context.session.transaction((tx) =>
      agreementTemplateRecords.update(
        tx,
        authorOf(context),
        input.id,
        input.expectedVersion,
        async (current) => {
          await requireCalendar(tx, input.calendarId);
          return {
            ...(input.name == null ? {} : { name: checkText(input.name, 'name') }),
            ...checkPromise(termsWith(current, input)),
          };
        },
      ),
    ),
  );
}

/** Creates a draft of an agreement with the terms of a template. Roles: admin, manager, operator. */
export async function createAgreementFromTemplate(
  context: RequestContext,
  input: CreateAgreementFromTemplateInput,
): Promise<AgreementRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, agreementRecords, {
    prefix: 'sla',
    mutation: 'createAgreementFromTemplate',
    input,
    values: async (tx) => {
      const template = await agreementTemplateRecords.require(tx, input.agreementTemplateId, [
        'agreementTemplateId',
      ]);
      const terms = checkTerms({
        ...checkPromise(template),
        name: checkText(input.name ?? template.name, 'name'),
        validFrom: input.validFrom,
        validTo: input.validTo ?? null,
      });
      return { ...terms, stage: 'DRAFT' };
    },
  });
}
