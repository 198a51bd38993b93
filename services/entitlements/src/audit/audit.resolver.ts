import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import {
  AuditEntriesArgs,
  auditActor,
  auditPage,
  auditVerification,
  AuditVerificationObject,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { loadPerson } from '../person/index.js';
import { AuditEntryConnection } from './audit.types.js';

@Resolver()
export class AuditResolver {
  @Query(() => AuditEntryConnection, {
    description:
      'Every change of accounts, contracts and keys, and every attempt that was refused, from the audit log of this service. Roles: admin, manager; others see an empty list.',
  })
  async auditEntries(@Args(() => AuditEntriesArgs) args: AuditEntriesArgs, @Ctx() context: RequestContext) {
    const page = await auditPage(context, args);
    const actors = await Promise.all(
      page.rows.map((row) => auditActor(row, (id) => loadPerson(context, id))),
    );
    const rows = page.rows.map((row, index) => ({ ...row, actor: actors[index] ?? null }));
    return toConnection({ ...page, rows }, (row) => row);
  }

  @Query(() => AuditVerificationObject, {
    description:
      'Recomputes the audit log of accounts, contracts and keys and compares it with its seals. Role: admin.',
  })
  verifyAuditLog(
    @Arg('knownHash', () => String, {
      nullable: true,
      description: 'The hash of a seal noted earlier outside the database, in hexadecimal.',
    })
    knownHash: string | null,
    @Ctx() context: RequestContext,
  ) {
    return auditVerification(context, knownHash ?? null);
  }
}
