import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  agreementTemplateList,
  agreementTemplateRecords,
  type AgreementTemplateListArguments,
  type AgreementTemplateRecord,
} from './agreement-template.store.js';

/** The template with this id, or null where the caller sees none; batched a request. */
export function loadAgreementTemplate(
  context: RequestContext,
  id: string,
): Promise<AgreementTemplateRecord | null> {
  return context
    .loader<string, AgreementTemplateRecord>('agreement template', (ids) =>
      agreementTemplateRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the templates the caller sees. */
export function listAgreementTemplates(
  context: RequestContext,
  args: AgreementTemplateListArguments,
): Promise<Page<AgreementTemplateRecord>> {
  return listPage(context.session, agreementTemplateList, args);
}
