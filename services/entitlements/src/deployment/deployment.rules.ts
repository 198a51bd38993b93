import { checkText, invalid } from '@plimsoll/shared';
import { DateTime } from 'luxon';
import { MOST_MILESTONES, type TemplateMilestone } from '../deployment-template/index.js';
import { invalidTransition, milestonesOpen } from './deployment.errors.js';

/** Where a deployment may stand. */
export const DEPLOYMENT_STATUSES = ['IN_PROGRESS', 'LIVE', 'CANCELLED'] as const;
/** One of {@link DEPLOYMENT_STATUSES}. */
export type DeploymentStatusName = (typeof DEPLOYMENT_STATUSES)[number];

/** Something a deployment has to reach. */
export interface Milestone {
  name: string;
  dueOn: string;
  /** When it was reached; null: not yet. */
  completedOn: string | null;
  /** The person who said so; null where it was not reached, or by a machine. */
  completedBy: string | null;
  note: string | null;
}

/** The day so many days after another. */
function daysAfter(day: string, days: number): string {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}

/** Days from one day to another. */
export function daysBetween(from: string, to: string): number {
  const at = (day: string) => DateTime.fromISO(day, { zone: 'utc' });
  return at(to).diff(at(from), 'days').days;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Milestones as files write them: `Kick-off held=2026-01-05/2026-01-06; Users invited=2026-01-10`, each with the day it
 * is due and, where it was reached, the day it was.
 *
 * @throws DomainError `INVALID` naming the part at fault
 */
export function parseMilestones(text: string): Pick<Milestone, 'name' | 'dueOn' | 'completedOn'>[] {
  const parts = text.split(';').map((part) => part.trim());
  const milestones = parts
    .filter((part) => part !== '')
    .map((part) => {
      const place = part.lastIndexOf('=');
      const [dueOn = '', completedOn = null, ...more] = part.slice(place + 1).split('/');
      const isDay = (day: string) => DAY.test(day) && DateTime.fromISO(day).isValid;
      if (place < 1 || !isDay(dueOn) || (completedOn !== null && !isDay(completedOn)) || more.length > 0) {
        throw invalid(
          `Milestones are written as "Kick-off held=2026-01-05/2026-01-06"; ${JSON.stringify(part.slice(0, 80))} is not.`,
          ['milestones'],
        );
      }
      return { name: checkText(part.slice(0, place), 'milestones'), dueOn, completedOn };
    });
  if (milestones.length > MOST_MILESTONES) {
    throw invalid(`A deployment has ${MOST_MILESTONES} milestones at most.`, ['milestones']);
  }
  return milestones;
}

/** A template's milestones from a first day on. */
export function milestonesFrom(template: readonly TemplateMilestone[], startedOn: string): Milestone[] {
  return template.map(({ name, afterDays }) => ({
    name,
    dueOn: daysAfter(startedOn, afterDays),
    completedOn: null,
    completedBy: null,
    note: null,
  }));
}

/** What of a deployment decides what may be done with it. */
export interface DeploymentStanding {
  status: DeploymentStatusName;
  startedOn: string;
  milestones: readonly Milestone[];
}

function requireInProgress(step: string, { status }: DeploymentStanding): void {
  if (status !== 'IN_PROGRESS') throw invalidTransition(step, status);
}

/**
 * The milestones after one of them was reached on a day, or (`on` null) turned out not to be.
 *
 * @throws DomainError `INVALID_TRANSITION`, or `INVALID` for an unknown milestone or a day before the first or ahead
 */
export function milestonesAfter(
  standing: DeploymentStanding,
  today: string,
  name: string,
  reached: { on: string; by: string | null; note: string | null } | null,
): Milestone[] {
  requireInProgress('change its milestones', standing);
  if (!standing.milestones.some((one) => one.name === name)) {
    const names = standing.milestones.map((one) => `"${one.name}"`).join(', ');
    throw invalid(`There is no milestone "${name}"; there are ${names}.`, ['milestone']);
  }
  if (reached !== null && (reached.on < standing.startedOn || reached.on > today)) {
    throw invalid(`\`on\` is ${reached.on}; it is from ${standing.startedOn} to ${today}.`, ['on']);
  }
  return standing.milestones.map((one) =>
    one.name === name
      ? {
          ...one,
          completedOn: reached?.on ?? null,
          completedBy: reached?.by ?? null,
          note: reached?.note ?? one.note,
        }
      : one,
  );
}

/** Refuses to go live before every milestone was reached. Throws DomainError `INVALID_TRANSITION`, `MILESTONES_OPEN`. */
export function checkGoingLive(standing: DeploymentStanding, today: string, on: string): void {
  requireInProgress('go live', standing);
  if (on < standing.startedOn || on > today) {
    throw invalid(`\`on\` is ${on}; it is from ${standing.startedOn} to ${today}.`, ['on']);
  }
  const open = standing.milestones.filter(({ completedOn }) => completedOn === null);
  if (open.length > 0) throw milestonesOpen(open.map(({ name }) => name));
}

/** Refuses to cancel what is over. Throws DomainError `INVALID_TRANSITION`. */
export function checkCancelling(standing: DeploymentStanding): void {
  requireInProgress('be cancelled', standing);
}

/** How much of a deployment is done: milestones reached of all, 0–1. */
export function progressOf(milestones: readonly Milestone[]): number {
  if (milestones.length === 0) return 0;
  return milestones.filter(({ completedOn }) => completedOn !== null).length / milestones.length;
}
