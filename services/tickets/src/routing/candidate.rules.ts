import type { SkillLevel } from '../agent/index.js';

/** A person who may get a ticket, as things stand at the instant of the decision. */
export interface Candidate {
  personId: string;
  skills: readonly SkillLevel[];
  languages: readonly string[];
  takesTickets: boolean;
  isAway: boolean;
  isWorking: boolean;
  /** Open tickets at a time, and those there are. */
  capacity: number;
  load: number;
}

/** What a ticket asks of a person. */
export interface Demand {
  skills: readonly SkillLevel[];
  /** ISO 639 code; null: any. */
  language: string | null;
}

/** Why somebody cannot get a ticket. */
export type Obstacle = 'TAKES_NONE' | 'SKILL' | 'LANGUAGE' | 'AWAY' | 'OFF_HOURS' | 'FULL';

/** What keeps a person from getting a ticket, first thing first; null: nothing does. */
export function obstacleOf(candidate: Candidate, demand: Demand): Obstacle | null {
  if (!candidate.takesTickets) return 'TAKES_NONE';
  if (!hasSkills(candidate, demand)) return 'SKILL';
  if (demand.language !== null && !candidate.languages.includes(demand.language)) return 'LANGUAGE';
  if (candidate.isAway) return 'AWAY';
  if (!candidate.isWorking) return 'OFF_HOURS';
  return candidate.load >= candidate.capacity ? 'FULL' : null;
}

function hasSkills({ skills }: Candidate, demand: Demand): boolean {
  return demand.skills.every(({ skillId, level }) =>
    skills.some((own) => own.skillId === skillId && own.level >= level),
  );
}

/** Who of the people asked can get a ticket, and what keeps the others from it. */
export interface Screening {
  demand: Demand;
  free: Candidate[];
  /** How many are kept from it by what. */
  kept: Map<Obstacle, number>;
  /** The language that nobody there works in, and which is therefore not asked for. */
  languageNobodyHas: string | null;
}

/**
 * Who of these people can get a ticket. A language in which none of them works is not asked for: the ticket is better
 * with somebody than with nobody.
 */
export function screen(candidates: readonly Candidate[], wanted: Demand): Screening {
  const { language } = wanted;
  const spoken = language !== null && candidates.some(({ languages }) => languages.includes(language));
  const demand = { skills: wanted.skills, language: spoken ? language : null };
  const kept = new Map<Obstacle, number>();
  const free: Candidate[] = [];
  for (const candidate of candidates) {
    const obstacle = obstacleOf(candidate, demand);
    if (obstacle === null) free.push(candidate);
    else kept.set(obstacle, (kept.get(obstacle) ?? 0) + 1);
  }
  return { demand, free, kept, languageNobodyHas: spoken ? null : language };
}

/**
 * Whoever has least to do first, as a share of their capacity; of equals whoever has fewer tickets, then the smallest
 * id.
 */
export function leastLoadedFirst(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted(
    (a, b) => a.load * b.capacity - b.load * a.capacity || a.load - b.load || byId(a, b),
  );
}

/** In the order of their ids, beginning behind the one whose turn it was last. */
export function inTurn(candidates: readonly Candidate[], lastPersonId: string | null): Candidate[] {
  const ordered = candidates.toSorted(byId);
  if (lastPersonId === null) return ordered;
  const behind = ordered.filter(({ personId }) => personId > lastPersonId);
  return [...behind, ...ordered.slice(0, ordered.length - behind.length)];
}

function byId(a: Candidate, b: Candidate): number {
  return a.personId < b.personId ? -1 : a.personId > b.personId ? 1 : 0;
}

/** How whatever keeps somebody from a ticket is told. */
export const KEPT_BY: Readonly<Record<Obstacle, string>> = {
  TAKES_NONE: 'taking no tickets',
  SKILL: 'without the skills it needs',
  LANGUAGE: 'not working in the language',
  AWAY: 'away',
  OFF_HOURS: 'outside working hours',
  FULL: 'at capacity',
};

/** The outcome of a screening as reasons. */
export function describeScreening(screening: Screening, asked: number): string[] {
  const { demand, free, kept, languageNobodyHas } = screening;
  const reasons: string[] = [];
  if (languageNobodyHas !== null) {
    reasons.push(`Nobody there works in ${languageNobodyHas}: any language will do.`);
  } else if (demand.language !== null) {
    reasons.push(`Somebody who works in ${demand.language} is needed.`);
  }
  if (asked === 0) return [...reasons, 'Nobody with a profile works there.'];
  const others = (Object.keys(KEPT_BY) as Obstacle[]).flatMap((obstacle) =>
    kept.has(obstacle) ? [`${kept.get(obstacle)} ${KEPT_BY[obstacle]}`] : [],
  );
  const besides = others.length > 0 ? `: ${others.join(', ')}` : '';
  return [...reasons, `${free.length} of ${asked} people can take it${besides}.`];
}
