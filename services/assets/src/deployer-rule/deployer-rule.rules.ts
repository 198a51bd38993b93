import { invalid } from '@plimsoll/shared';
import type { DeployerEventName, DeployerFact, DeployerName } from './deployer-fact.rules.js';
import { shortened, versionOf } from './deployer-fact.rules.js';

/** What a rule asks of a fact. */
export interface Condition {
  active: boolean;
  deployer: DeployerName;
  events: readonly DeployerEventName[];
  /** Patterns; null: anything. */
  repository: string;
  deployerEnvironment: string | null;
  workflow: string | null;
}

/** Whether a rule speaks of a fact. A condition on an environment or a workflow concerns what has one. */
export function concerns(rule: Condition, deployer: DeployerName, fact: DeployerFact): boolean {
  if (!rule.active || rule.deployer !== deployer || !rule.events.includes(fact.event)) return false;
  if (!fits(rule.repository, fact.repository)) return false;
  if (fact.event === 'RELEASE') return true;
  return (
    (rule.deployerEnvironment === null || fits(rule.deployerEnvironment, fact.environment ?? '')) &&
    (fact.event !== 'WORKFLOW_RUN' || rule.workflow === null || fits(rule.workflow, fact.workflow ?? ''))
  );
}

/**
 * Whether a text fits a pattern, in any case: `*` stands for any characters, also none, everything else for itself.
 * Takes time in the product of both lengths at most.
 */
export function fits(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const subject = text.toLowerCase();
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return subject === first;
  if (!subject.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = subject.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return subject.length - last.length >= from && subject.endsWith(last);
}

const VARIABLES = ['repository', 'name', 'version', 'tag', 'commit'] as const;
const VARIABLE = /\{([^{}]*)\}/g;
const LONGEST_NAME = 200;

/**
 * Checks the template of the name that a rule gives to releases. Its variables are what the deployer says:
 * `{repository}`, `{name}` (the repository without its owner), `{version}` (the tag, else the short commit), `{tag}` and
 * `{commit}`.
 *
 * @throws DomainError `INVALID` for another variable
 */
export function checkReleaseName(template: string): string {
  for (const [, name] of template.matchAll(VARIABLE)) {
    if (!VARIABLES.some((one) => one === name)) {
      throw invalid(
        `There is no variable {${name}}; there are ${VARIABLES.map((one) => `{${one}}`).join(', ')}.`,
        ['releaseName'],
      );
    }
  }
  return template;
}

/** The name of a release by the rule's template, at most 200 characters. */
export function releaseNameOf(template: string, fact: DeployerFact): string {
  const values: Record<string, string> = {
    repository: fact.repository,
    name: fact.repository.split('/').at(-1) ?? fact.repository,
    version: versionOf(fact),
    tag: fact.tag ?? '',
    commit: fact.commit ?? '',
  };
  const name = template.replaceAll(VARIABLE, (_, variable: string) => values[variable] ?? '').trim();
  return shortened(name || versionOf(fact), LONGEST_NAME);
}
