import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  changeTemplateList,
  changeTemplateRecords,
  findSuccess,
  type ChangeTemplateListArguments,
  type ChangeTemplateRecord,
} from './change-template.store.js';

/** The template with this id, or null where the caller sees none; batched a request. */
export function loadTemplate(context: RequestContext, id: string): Promise<ChangeTemplateRecord | null> {
  return context
    .loader<string, ChangeTemplateRecord>('change-template', (ids) =>
      changeTemplateRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The template with this external id, or null where the caller sees none. */
export async function loadTemplateByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<ChangeTemplateRecord | null> {
  const found = await changeTemplateRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the templates the caller sees. */
export function listTemplates(
  context: RequestContext,
  args: ChangeTemplateListArguments,
): Promise<Page<ChangeTemplateRecord>> {
  return listPage(context.session, changeTemplateList, args);
}

/** How the changes made from a template went; batched a request. */
export async function loadSuccess(
  context: RequestContext,
  templateId: string,
): Promise<{ succeeded: number; completed: number }> {
  const counts = await context
    .loader<string, { succeeded: number; completed: number }>('template-success', (ids) =>
      findSuccess(context.session, ids),
    )
    .load(templateId);
  return counts ?? { succeeded: 0, completed: 0 };
}
