import type { Clash, FatalGroup } from '../change-clash/index.js';

/** What an explanation calls things by. */
export interface Names {
  /** A change's title. */
  change: (id: string) => string;
  asset: (id: string) => string;
}

const NAMED = 3;

/** Why a clash is one, in a sentence or two. */
export function explanationOf(clash: Clash, group: FatalGroup | null, names: Names): string {
  const text = sentenceOf(clash, group, names);
  return clash.committed ? text : `${text} Not all of this is agreed on yet.`;
}

function sentenceOf(clash: Clash, group: FatalGroup | null, names: Names): string {
  const { kind, changeIds, assetIds, personIds, entryNames } = clash;
  const others = listed(changeIds.map((id) => `“${names.change(id)}”`));
  const assets = listed(assetIds.map((id) => names.asset(id)));
  switch (kind) {
    case 'SAME_ASSET':
      return `${others} changes ${assets} at the same time.`;
    case 'PROVIDER':
    case 'CONSUMER': {
      const own = names.asset(assetIds[0] ?? '');
      const path = assetIds.map((id) => names.asset(id));
      const way = (kind === 'PROVIDER' ? path : path.toReversed()).join(' → ');
      const other = names.asset(assetIds.at(-1) ?? '');
      const relation = kind === 'PROVIDER' ? `which ${own} depends on` : `which depends on ${own}`;
      return `${others} changes ${other}, ${relation}, at the same time (${way}).${clash.severity === 'INFO' ? '' : ' One of the two hurts what the other changes.'}`;
    }
    case 'SAME_PEOPLE': {
      const people = personIds.length === 1 ? 'One person carries' : `${personIds.length} people carry`;
      return `${people} out this change and ${others} at the same time.`;
    }
    case 'FREEZE':
      return `${listed(entryNames.map((name) => `“${name}”`))} forbids changes of ${assets} ${timeOf(clash)}.`;
    case 'OUTSIDE_WINDOW':
      return `${assets} may be changed within ${listed(entryNames.map((name) => `“${name}”`))} only, and not ${timeOf(clash)}.`;
    case 'JOINTLY_FATAL':
      return fatalSentence(clash, group, others, names);
  }
}

function fatalSentence(clash: Clash, group: FatalGroup | null, others: string, names: Names): string {
  if (!clash.group || !group) {
    return 'There are more changes at this time than can be searched for all that would be fatal together: some may be missing here.';
  }
  const consumer = names.asset(group.consumerId);
  const name = group.name === null ? consumer : `${group.name} of ${consumer}`;
  const { memberCount, downCount } = group;
  const customers =
    clash.customerCount === 0
      ? 'No customer loses a product by that.'
      : `${clash.customerCount} ${clash.customerCount === 1 ? 'customer loses' : 'customers lose'} a product by that.`;
  return `Together with ${others} it takes down ${downCount} of the ${memberCount} members of ${name}, of which ${clash.group.needed} have to be up; without any one of these changes enough of them would be. ${customers}`;
}

function timeOf({ times }: Clash): string {
  const [first] = times;
  const more = times.length > 1 ? `, and ${times.length - 1} more times` : '';
  return `from ${instantText(first!.from)} to ${instantText(first!.to)}${more}`;
}

function instantText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function listed(names: readonly string[]): string {
  if (names.length > NAMED) return `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
