import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  replyTemplateList,
  replyTemplateRecords,
  type ReplyTemplateListArguments,
  type ReplyTemplateRecord,
} from './reply-template.store.js';

/** The template with this id, or null where the caller sees none; batched a request. */
export function loadReplyTemplate(context: RequestContext, id: string): Promise<ReplyTemplateRecord | null> {
  return context
    .loader<string, ReplyTemplateRecord>('reply template', (ids) =>
      replyTemplateRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the templates that the caller sees. */
export function listReplyTemplates(
  context: RequestContext,
  args: ReplyTemplateListArguments,
): Promise<Page<ReplyTemplateRecord>> {
  return listPage(context.session, replyTemplateList, args);
}
