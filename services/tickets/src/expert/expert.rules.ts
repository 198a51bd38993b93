import type { SkillLevel } from '../agent/index.js';

/** What somebody has done with the assets that are asked about. */
export interface AssetHistory {
  personId: string;
  /** Tickets about them that this person had when they were resolved, in the last two years. */
  tickets: number;
  /** The same, each worth half as much for every 180 days since. */
  weight: number;
  lastAt: Date;
}

/** What somebody can do. */
export interface SkilledPerson {
  personId: string;
  skills: readonly SkillLevel[];
}

/** What makes somebody an expert. */
export enum ExpertPartName {
  SKILL = 'SKILL',
  ASSET_HISTORY = 'ASSET_HISTORY',
}

/** One part of what somebody knows: so many points, with the reason. */
export interface ExpertPart {
  name: ExpertPartName;
  points: number;
  /** The skill; null for history. */
  skillId: string | null;
  because: string;
}

/** Somebody who knows, with the sum of what makes them an expert. */
export interface RankedExpert {
  personId: string;
  score: number;
  parts: ExpertPart[];
}

const POINTS_A_LEVEL = 10;
const POINTS_A_TICKET = 5;
const MOST_FOR_HISTORY = 50;

/**
 * Who knows most: 10 points for each level of each skill asked for, and 5 for each ticket about the assets that they had
 * when it was resolved in the last two years, worth half as much for every 180 days since, rounded, at most 50. Whoever
 * has none is left out; of equals whoever has had more tickets, then the smallest id.
 */
export function rankExperts(
  history: readonly AssetHistory[],
  skilled: readonly SkilledPerson[],
  skillIds: readonly string[],
  first: number,
): RankedExpert[] {
  const past = new Map(history.map((one) => [one.personId, one]));
  const skills = new Map(skilled.map((one) => [one.personId, one.skills]));
  const people = [...new Set([...past.keys(), ...skills.keys()])];
  return people
    .map((personId): RankedExpert => {
      const parts = [
        ...skillParts(skills.get(personId) ?? [], skillIds),
        ...historyParts(past.get(personId)),
      ].filter(({ points }) => points > 0);
      return { personId, parts, score: parts.reduce((sum, { points }) => sum + points, 0) };
    })
    .filter(({ score }) => score > 0)
    .toSorted(
      (a, b) =>
        b.score - a.score ||
        (past.get(b.personId)?.tickets ?? 0) - (past.get(a.personId)?.tickets ?? 0) ||
        (a.personId < b.personId ? -1 : 1),
    )
    .slice(0, first);
}

function skillParts(skills: readonly SkillLevel[], skillIds: readonly string[]): ExpertPart[] {
  return skills
    .filter(({ skillId }) => skillIds.includes(skillId))
    .map(({ skillId, level }) => ({
      name: ExpertPartName.SKILL,
      points: POINTS_A_LEVEL * level,
      skillId,
      because: `has the skill to level ${level} of 5`,
    }));
}

function historyParts(history: AssetHistory | undefined): ExpertPart[] {
  if (!history) return [];
  const { tickets, weight, lastAt } = history;
  return [
    {
      name: ExpertPartName.ASSET_HISTORY,
      points: Math.min(MOST_FOR_HISTORY, Math.round(POINTS_A_TICKET * weight)),
      skillId: null,
      because: `resolved ${tickets} ticket${tickets === 1 ? '' : 's'} about these assets, the last on ${lastAt.toISOString().slice(0, 10)}`,
    },
  ];
}
