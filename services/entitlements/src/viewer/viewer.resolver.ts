import { isId, viewerIdOf, type RequestContext } from '@plimsoll/shared';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadContact } from '../contact/index.js';
import { loadPartner } from '../partner/index.js';
import { loadPerson } from '../person/index.js';
import { Viewer } from './viewer.types.js';

@Resolver(() => Viewer)
export class ViewerResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Name of the person, contact or reseller; null for a token that names none, and for one on record no longer.',
  })
  async name(@Root() { id }: Viewer, @Ctx() context: RequestContext): Promise<string | null> {
    const found = isId('per', id)
      ? await loadPerson(context, id)
      : isId('con', id)
        ? await loadContact(context, id)
        : isId('par', id)
          ? await loadPartner(context, id)
          : null;
    return found?.name ?? null;
  }
}

/** References to whoever asks; to anybody else they lead nowhere. */
export function viewerReferences(
  references: readonly { id: string }[],
  { principal, scope }: RequestContext,
): Promise<(Viewer | null)[]> {
  const own = scope.kind === 'NOBODY' ? null : viewerIdOf(principal);
  return Promise.resolve(references.map(({ id }) => (id === own ? { id } : null)));
}
