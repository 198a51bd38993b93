import { ConnectionArgs, DateTimeScalar, type RequestContext } from '@plimsoll/shared';
import { Args, Ctx, FieldResolver, Resolver, Root, type ClassType } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listOccurrences, occurrenceAt } from './calendar-entry.rules.js';
import type { CalendarEntryRecord } from './calendar-entry.store.js';
import {
  CalendarOccurrence,
  OccurrencesArgs,
  ScopeOfAssets,
  type CalendarEntryObject,
} from './calendar-entry.types.js';

/** An entry as it is shown, maybe with an instant of the occurrence that is meant. */
type ShownEntry = CalendarEntryRecord & { meantAt?: Date };

/**
 * The fields that are worked out for the entries of one noun.
 *
 * @param noun as its history is kept under
 * @param occurrence which one `from` and `to` are of, for their descriptions
 */
export function entryFields(type: () => ClassType<CalendarEntryObject>, noun: string, occurrence: string) {
  @Resolver(type)
  abstract class EntryFields {
    @FieldResolver(() => ScopeOfAssets, { nullable: true, description: 'The assets it is about.' })
    scope(@Root() { kinds, tags, assetIds, locations, regions }: ShownEntry): ScopeOfAssets {
      return { kinds, tags, assetIds, locations, regions };
    }

    @FieldResolver(() => DateTimeScalar, {
      nullable: true,
      description: `${occurrence}: when it begins; null without one.`,
    })
    from(@Root() root: ShownEntry, @Ctx() context: RequestContext): Date | null {
      return instantOf(occurrenceAt(root, root.meantAt ?? context.now)?.from);
    }

    @FieldResolver(() => DateTimeScalar, {
      nullable: true,
      description: `${occurrence}: when it is over (exclusive); null without one.`,
    })
    to(@Root() root: ShownEntry, @Ctx() context: RequestContext): Date | null {
      return instantOf(occurrenceAt(root, root.meantAt ?? context.now)?.to);
    }

    @FieldResolver(() => [CalendarOccurrence], {
      nullable: true,
      description:
        'The occurrences that overlap an interval, the earliest first; also of what has been withdrawn.',
    })
    occurrences(
      @Root() root: ShownEntry,
      @Args(() => OccurrencesArgs) { from, to }: OccurrencesArgs,
    ): CalendarOccurrence[] {
      return listOccurrences(root, from, to);
    }

    @FieldResolver(() => HistoryConnection, {
      nullable: true,
      description: 'What changed, by whom and when; newest first. Staff only.',
    })
    history(
      @Root() { id }: ShownEntry,
      @Args(() => ConnectionArgs) args: ConnectionArgs,
      @Ctx() context: RequestContext,
    ) {
      return loadHistory(context, noun, id, args);
    }
  }
  return EntryFields;
}

function instantOf(at: number | undefined): Date | null {
  return at === undefined ? null : new Date(at);
}
