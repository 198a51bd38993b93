import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ChangeTemplateEntity } from './change-template.entity.js';
import type { ChangeTemplateFilter, ChangeTemplateOrderField } from './change-template.types.js';

/** A template as the rest of the service knows it. */
export type ChangeTemplateRecord = ChangeTemplateEntity;

/** What may be asked of the list of templates. */
export type ChangeTemplateListArguments = ListArguments<
  ChangeTemplateFilter,
  keyof typeof ChangeTemplateOrderField
>;

/** Templates of standard changes, with their history and events. */
export const changeTemplateRecords = new Records<ChangeTemplateRecord>({
  entity: ChangeTemplateEntity,
  noun: 'change template',
  eventNoun: 'change_template',
  eventData: ({ name, status, procedureId }) => ({ name, status, procedureId }),
});

/** How templates are listed. */
export const changeTemplateList: ListDefinition<ChangeTemplateFilter, keyof typeof ChangeTemplateOrderField> =
  {
    columns: `t.id, t.version, t.external_id as "externalId", t.source, t.name, t.description, t.status,
      t.procedure_id as "procedureId", t.rollback_plan as "rollbackPlan", t.asset_kinds as "assetKinds",
      t.most_assets as "mostAssets", t.longest_window as "longestWindow", t.worst_state as "worstState",
      t.written_by as "writtenBy", t.approved_by as "approvedBy", t.approved_at as "approvedAt"`,
    from: 'change_template t',
    id: 't.id',
    orders: { NAME: { sql: 't.name', type: 'text' } },
    defaultOrder: { field: 'NAME', direction: 'ASC' },
    where: (filter, parameters) => [
      ...(filter.search ? [`t.name ilike ${parameters.addContaining(filter.search)}`] : []),
      ...(filter.status ? [`t.status = ${parameters.add(filter.status)}`] : []),
      ...(filter.assetKind
        ? [`(t.asset_kinds = '{}' or ${parameters.add(filter.assetKind)} = any(t.asset_kinds))`]
        : []),
    ],
  };

/** Keeps a template as it is until the transaction ends; whoever edits or retires it waits. */
export async function holdTemplate(tx: Session, id: string): Promise<void> {
  await tx.query('select 1 from change_template t where t.id = $1 for share', [id]);
}

/** The kind of each of these assets, in any order; one statement. */
export async function findKindsOfAssets(tx: Session, assetIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ kind: string }>('select a.kind from asset a where a.id = any($1::text[])', [
    assetIds,
  ]);
  return rows.map(({ kind }) => kind);
}

/** How the changes made from each template went, one slot a template, in order; one statement. */
export async function findSuccess(
  session: Session,
  templateIds: readonly string[],
): Promise<{ succeeded: number; completed: number }[]> {
  const rows = await session.query<{ id: string; succeeded: number; completed: number }>(
    `select c.template_id as id, count(*)::int as completed,
            count(*) filter (where c.outcome in ('SUCCEEDED', 'SUCCEEDED_WITH_ISSUES'))::int as succeeded
       from change c where c.template_id = any($1::text[]) and c.status = 'COMPLETED' group by c.template_id`,
    [[...new Set(templateIds)]],
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  return templateIds.map((id) => {
    const { succeeded, completed } = found.get(id) ?? { succeeded: 0, completed: 0 };
    return { succeeded, completed };
  });
}
