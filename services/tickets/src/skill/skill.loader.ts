import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { skillList, skillRecords, type SkillListArguments, type SkillRecord } from './skill.store.js';

/** The skill with this id, or null where the caller sees none; batched a request. */
export function loadSkill(context: RequestContext, id: string): Promise<SkillRecord | null> {
  return context
    .loader<string, SkillRecord>('skill', (ids) => skillRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The skill with this external id, or null where the caller sees none. */
export async function loadSkillByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<SkillRecord | null> {
  const found = await skillRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the skills the caller sees. */
export function listSkills(context: RequestContext, args: SkillListArguments): Promise<Page<SkillRecord>> {
  return listPage(context.session, skillList, args);
}
