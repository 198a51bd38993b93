import { checkText, invalid } from '@plimsoll/shared';

/** A milestone of a template: due so many days after the first. */
export interface TemplateMilestone {
  name: string;
  afterDays: number;
}

/** No deployment has more milestones. */
export const MOST_MILESTONES = 50;

/**
 * Milestones of a template in the order of their days.
 *
 * @throws DomainError `INVALID` for none, more than {@link MOST_MILESTONES}, a name twice, a semicolon in one, or days outside 0–1,000
 */
export function checkTemplate(milestones: readonly TemplateMilestone[]): TemplateMilestone[] {
  if (milestones.length === 0 || milestones.length > MOST_MILESTONES) {
    throw invalid(`A deployment has 1 to ${MOST_MILESTONES} milestones.`, ['milestones']);
  }
  const checked = milestones.map(({ name, afterDays }) => {
    if (!Number.isInteger(afterDays) || afterDays < 0 || afterDays > 1_000) {
      throw invalid(`\`afterDays\` is ${afterDays}; it is 0 to 1,000.`, ['milestones', 'afterDays']);
    }
    if (name.includes(';'))
      throw invalid('The name of a milestone has no semicolon.', ['milestones', 'name']);
    return { name: checkText(name, 'milestones'), afterDays };
  });
  const names = checked.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw invalid(`The milestone "${twice}" is there twice.`, ['milestones']);
  return checked.sort((a, b) => a.afterDays - b.afterDays);
}
