import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ReplyTemplateEntity } from './reply-template.entity.js';
import type { ReplyTemplateFilter } from './reply-template.types.js';

/** A template of replies as the rest of the service knows it. */
export type ReplyTemplateRecord = ReplyTemplateEntity;

/** What may be asked of the list of templates. */
export type ReplyTemplateListArguments = ListArguments<ReplyTemplateFilter, 'NAME'>;

/** Templates, with their history and events. */
export const replyTemplateRecords = new Records<ReplyTemplateRecord>({
  entity: ReplyTemplateEntity,
  noun: 'reply template',
  eventNoun: 'reply_template',
  eventData: ({ name, locale, isPublic, retiredAt }) => ({ name, locale, public: isPublic, retiredAt }),
});

/** How templates are listed. */
export const replyTemplateList: ListDefinition<ReplyTemplateFilter, 'NAME'> = {
  columns: `p.id, p.version, p.external_id as "externalId", p.source, p.name, p.locale, p.body,
    p.is_public as "isPublic", p.variables, p.retired_at as "retiredAt"`,
  from: 'reply_template p',
  id: 'p.id',
  orders: { NAME: { sql: 'p.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => {
    const conditions = filter.retired ? [] : ['p.retired_at is null'];
    if (filter.search) {
      const pattern = parameters.addContaining(filter.search);
      conditions.push(`(p.name ilike ${pattern} or p.body ilike ${pattern})`);
    }
    if (filter.locale != null) {
      conditions.push(`(p.locale is null or p.locale = ${parameters.add(filter.locale)})`);
    }
    if (filter.public != null) conditions.push(`p.is_public = ${parameters.add(filter.public)}`);
    return conditions;
  },
};

/** Whether another template in use has this name in this language. Holds names from being taken until the end. */
export async function isNameTaken(
  tx: Session,
  { id, name, locale }: { id: string | null; name: string; locale: string | null },
): Promise<boolean> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('reply_template:' || $1, 0))`, [name]);
  const found = await tx.query(
    `select 1 from reply_template where name = $1 and locale is not distinct from $2
       and retired_at is null and id is distinct from $3`,
    [name, locale, id],
  );
  return found.length > 0;
}

/** The name of a customer that the session's scope sees; null where there is none. */
export async function findCustomerName(session: Session, customerId: string): Promise<string | null> {
  const [found] = await session.query<{ name: string | null }>('select name from customer where id = $1', [
    customerId,
  ]);
  return found?.name ?? null;
}
