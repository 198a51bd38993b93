import { Arg, Args, Ctx, Query, Resolver, type ClassType } from 'type-graphql';
import { listAuditEntries, verifyAuditLog, type AuditRow } from '../audit/index.js';
import { authorize, toConnection, type RequestContext } from '../graphql/index.js';
import { isId } from '../ids/index.js';
import type { Page } from '../paging/index.js';
import { hasRole } from '../principal/index.js';
import { AuditEntriesArgs, AuditEntryOrder, auditTypes, AuditVerificationObject } from './audit-objects.js';

/** How a service shows its audit log. */
export interface AuditResolverOptions<Person extends object> {
  /** What the service keeps, as in a description: `tickets`. */
  nouns: string;
  /** Names of the two fields, which are told apart in the whole graph. */
  fields: { entries: string; verification: string };
  /** The class that stands for a person in this service. */
  person: () => ClassType<Person>;
  /** The person of an id. */
  personOf: (context: RequestContext, id: string) => Promise<Person | null>;
}

/** The resolver class by which a service shows its audit log; called once a subgraph. */
export function auditResolver<Person extends object>(
  options: AuditResolverOptions<Person>,
): ClassType<object> {
  const { nouns, fields, person, personOf } = options;
  const { AuditEntryConnection } = auditTypes(person);

  @Resolver()
  class AuditResolver {
    @Query(() => AuditEntryConnection, {
      name: fields.entries,
      description: `Every change of ${nouns}, and every attempt at them that was refused. Roles: admin, manager; others see an empty list.`,
    })
    async entries(@Args(() => AuditEntriesArgs) args: AuditEntriesArgs, @Ctx() context: RequestContext) {
      const page = await pageOf(context, args);
      const actors = await Promise.all(
        page.rows.map(async ({ actorId }) =>
          actorId !== null && isId('per', actorId) ? personOf(context, actorId) : null,
        ),
      );
      return toConnection(page, (row) => ({ ...row, actor: actors[page.rows.indexOf(row)] ?? null }));
    }

    @Query(() => AuditVerificationObject, {
      name: fields.verification,
      description: `Recomputes the audit log of ${nouns} and compares it with its seals. Role: admin.`,
    })
    async verification(
      @Arg('knownHash', () => String, {
        nullable: true,
        description: 'The hash of a seal noted earlier outside the database, in hexadecimal.',
      })
      knownHash: string | null,
      @Ctx() context: RequestContext,
    ) {
      authorize(context, 'admin');
      return verifyAuditLog(context.session, knownHash ?? null);
    }
  }
  return AuditResolver;
}

async function pageOf(context: RequestContext, args: AuditEntriesArgs): Promise<Page<AuditRow>> {
  if (!hasRole(context.principal, 'admin', 'manager')) {
    return { rows: [], cursors: [], hasNextPage: false, hasPreviousPage: false, countAll: async () => 0 };
  }
  const direction = args.orderBy === AuditEntryOrder.OLDEST_FIRST ? 'ASC' : 'DESC';
  return listAuditEntries(context.session, {
    first: args.first,
    after: args.after ?? null,
    filter: args.filter ?? null,
    orderBy: { field: 'COMMITTED', direction },
  });
}
