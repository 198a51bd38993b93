import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ExternalIdArgs,
  ImportInput,
  ImportReport,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listPeople, loadPerson, loadPersonByExternalId } from './person.loader.js';
import { createPerson, importPeople, updatePerson } from './person.service.js';
import {
  CreatePersonInput,
  Person,
  PersonConnection,
  PersonPayload,
  PeopleArgs,
  UpdatePersonInput,
} from './person.types.js';

@Resolver(() => Person)
export class PersonResolver {
  @Query(() => Person, {
    nullable: true,
    description: 'The person with this id; null where there is none for you.',
  })
  person(
    @Arg('id', () => ID, { description: 'Identifier, `per_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Person | null> {
    return loadPerson(context, id);
  }

  @Query(() => Person, { nullable: true, description: 'The person with this identifier in another system.' })
  personByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<Person | null> {
    return loadPersonByExternalId(context, source, externalId);
  }

  @Query(() => PersonConnection, { description: 'People.' })
  async people(@Args(() => PeopleArgs) args: PeopleArgs, @Ctx() context: RequestContext) {
    return toConnection(await listPeople(context, args), (row) => row);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Mail address. Staff only.' })
  email(@Root() person: Person, @Ctx() context: RequestContext): string | null {
    return forStaff(context, person.email);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Job, such as `support engineer`. Staff only.',
  })
  role(@Root() person: Person, @Ctx() context: RequestContext): string | null {
    return forStaff(context, person.role);
  }

  @FieldResolver(() => String, { nullable: true, description: 'IANA time zone they work in. Staff only.' })
  timeZone(@Root() person: Person, @Ctx() context: RequestContext): string | null {
    return forStaff(context, person.timeZone);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who they report to. Staff only.' })
  async manager(@Root() person: Person, @Ctx() context: RequestContext): Promise<Person | null> {
    const managerId = forStaff(context, person.managerId);
    return managerId === null ? null : loadPerson(context, managerId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() person: Person,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'person', person.id, args);
  }

  @Mutation(() => PersonPayload, { description: 'Creates a person. Roles: admin, manager, operator.' })
  createPerson(
    @Arg('input', () => CreatePersonInput, { description: 'The new person.' }) input: CreatePersonInput,
    @Ctx() context: RequestContext,
  ): Promise<PersonPayload> {
    return payload(async () => ({ person: await createPerson(context, input) }));
  }

  @Mutation(() => PersonPayload, { description: 'Changes a person. Roles: admin, manager, operator.' })
  updatePerson(
    @Arg('input', () => UpdatePersonInput, { description: 'What changes.' }) input: UpdatePersonInput,
    @Ctx() context: RequestContext,
  ): Promise<PersonPayload> {
    return payload(async () => ({ person: await updatePerson(context, input) }));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `people.csv`. Roles: admin, operator.' })
  importPeople(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importPeople(context, input);
  }
}

/** The value for members of staff, null for everybody else. */
function forStaff<Value>(context: RequestContext, value: Value | null | undefined): Value | null {
  return context.scope.kind === 'STAFF' ? (value ?? null) : null;
}
