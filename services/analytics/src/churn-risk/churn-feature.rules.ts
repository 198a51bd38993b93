/** What is known of a customer on a day, from what happened before it. */
export interface ChurnFacts {
  readonly tenureDays: number;
  /** In the 90 days before: how often it began to pay more, and less. */
  readonly expansions: number;
  readonly contractions: number;
  /** Subscriptions whose end was asked for in the 180 days before, and that still run. */
  readonly cancellationsAsked: number;
  readonly breachedMonths: number;
  readonly breachedClocks: number;
  readonly ticketDays: number;
  readonly escalations: number;
  readonly reopenings: number;
  /** See `Preceding.usageChange`. */
  readonly usageChange: number | null;
  /** Mean satisfaction with tickets resolved in the 180 days before, 1–5; null without an answer. */
  readonly satisfaction: number | null;
}

/** What of the facts goes into the model, and how it is told. */
interface Feature {
  readonly name: string;
  readonly description: string;
  /** Null where there is no data: the mean stands for it, so that it speaks neither for nor against. */
  readonly value: (facts: ChurnFacts) => number | null;
  /** What speaks for leaving: where the value is above the mean, and where it is below. */
  readonly above: (facts: ChurnFacts) => string;
  readonly below: (facts: ChurnFacts) => string;
}

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
const percent = (share: number) => `${Math.round(Math.abs(share) * 100)} %`;
const days = (n: number) => (n < 10 ? n.toFixed(1) : n.toFixed(0));

/** The features of the model, in the order of its weights. Any change of these is another {@link FEATURE_VERSION}. */
export const FEATURES: readonly Feature[] = [
  {
    name: 'tenure',
    description:
      'Natural logarithm of 1 + the months since it began to pay, the last time where it came back.',
    value: ({ tenureDays }) => Math.log1p(tenureDays / 30),
    above: ({ tenureDays }) =>
      `Has been paying for ${count(Math.round(tenureDays / 30), 'month', 'months')}.`,
    below: ({ tenureDays }) =>
      `Has been paying for ${count(Math.round(tenureDays / 30), 'month', 'months')} only.`,
  },
  {
    name: 'expansions',
    description: 'How often its recurring revenue grew in 90 days, at most 3.',
    value: ({ expansions }) => Math.min(expansions, 3),
    above: ({ expansions }) => `Began to pay more ${count(expansions, 'time', 'times')} in the last 90 days.`,
    below: () => 'Did not begin to pay more in the last 90 days.',
  },
  {
    name: 'contractions',
    description: 'How often its recurring revenue shrank in 90 days, at most 3.',
    value: ({ contractions }) => Math.min(contractions, 3),
    above: ({ contractions }) =>
      `Began to pay less ${count(contractions, 'time', 'times')} in the last 90 days.`,
    below: () => 'Did not begin to pay less in the last 90 days.',
  },
  {
    name: 'cancellationsAsked',
    description: 'Running subscriptions whose end was asked for in 180 days, at most 3.',
    value: ({ cancellationsAsked }) => Math.min(cancellationsAsked, 3),
    above: ({ cancellationsAsked }) =>
      `Asked for the end of ${count(cancellationsAsked, 'subscription that still runs', 'subscriptions that still run')}.`,
    below: () => 'Did not ask for the end of a subscription.',
  },
  {
    name: 'breaches',
    description:
      'Natural logarithm of 1 + breached months of service level and clocks of tickets that ran out, in 90 days.',
    value: ({ breachedMonths, breachedClocks }) => Math.log1p(breachedMonths + breachedClocks),
    above: ({ breachedMonths, breachedClocks }) =>
      `In the last 90 days ${count(breachedMonths, 'month of service level was', 'months of service level were')} breached and ${count(breachedClocks, 'clock of a ticket', 'clocks of tickets')} ran out.`,
    below: () => 'Few promises were broken in the last 90 days.',
  },
  {
    name: 'ticketDays',
    description: 'Natural logarithm of 1 + the days that its tickets were open in 90 days, of all together.',
    value: ({ ticketDays }) => Math.log1p(ticketDays),
    above: ({ ticketDays }) => `Its tickets were open ${days(ticketDays)} days in the last 90 days.`,
    below: ({ ticketDays }) => `Its tickets were open ${days(ticketDays)} days only in the last 90 days.`,
  },
  {
    name: 'escalations',
    description: 'Natural logarithm of 1 + the escalations in 90 days.',
    value: ({ escalations }) => Math.log1p(escalations),
    above: ({ escalations }) =>
      `${count(escalations, 'escalation was', 'escalations were')} raised in the last 90 days.`,
    below: () => 'Nothing much was escalated in the last 90 days.',
  },
  {
    name: 'reopenings',
    description: 'Natural logarithm of 1 + how often tickets open in 90 days were opened again.',
    value: ({ reopenings }) => Math.log1p(reopenings),
    above: ({ reopenings }) => `Its tickets were opened again ${count(reopenings, 'time', 'times')}.`,
    below: () => 'Its tickets were rarely opened again.',
  },
  {
    name: 'usageChange',
    description: 'Use in 90 days against the 90 days before these, less 1; −1 to 1.',
    value: ({ usageChange }) => (usageChange === null ? null : Math.max(-1, Math.min(1, usageChange))),
    above: ({ usageChange }) =>
      `Uses ${percent(usageChange ?? 0)} ${(usageChange ?? 0) < 0 ? 'less' : 'more'} than in the 90 days before.`,
    below: ({ usageChange }) =>
      `Uses ${percent(usageChange ?? 0)} ${(usageChange ?? 0) < 0 ? 'less' : 'more'} than in the 90 days before.`,
  },
  {
    name: 'satisfaction',
    description: 'Mean satisfaction with tickets resolved in 180 days, 1–5.',
    value: ({ satisfaction }) => satisfaction,
    above: ({ satisfaction }) => `Rates resolved tickets ${(satisfaction ?? 0).toFixed(1)} of 5.`,
    below: ({ satisfaction }) => `Rates resolved tickets ${(satisfaction ?? 0).toFixed(1)} of 5.`,
  },
];

/** A model of other features does not fit these. */
export const FEATURE_VERSION = 1;

/** The mean and the standard deviation of each feature, where there is data; a deviation of 0 stands as 1. */
export interface Scale {
  readonly mean: number;
  readonly deviation: number;
}

/** The scale of each feature over observations. */
export function scalesOf(observations: readonly ChurnFacts[]): Scale[] {
  return FEATURES.map(({ value }) => {
    const values = observations.map(value).filter((one) => one !== null);
    if (values.length === 0) return { mean: 0, deviation: 1 };
    const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length;
    return { mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 };
  });
}

/** The values of a customer's features in deviations from the mean; 0 where there is no data. */
export function standardised(facts: ChurnFacts, scales: readonly Scale[]): number[] {
  return FEATURES.map(({ value }, index) => {
    const scale = scales[index] ?? { mean: 0, deviation: 1 };
    const one = value(facts);
    return one === null ? 0 : (one - scale.mean) / scale.deviation;
  });
}

/** A reason speaks for leaving by so much of the logarithm of the odds, or is not told. */
const LEAST_CONTRIBUTION = 0.1;
const MOST_REASONS = 3;

/** What makes a customer likelier to leave than the average one, the strongest first, in words. */
export function reasonsOf(facts: ChurnFacts, scales: readonly Scale[], weights: readonly number[]): string[] {
  const values = standardised(facts, scales);
  return FEATURES.map((feature, index) => ({
    feature,
    value: values[index] ?? 0,
    contribution: (values[index] ?? 0) * (weights[index] ?? 0),
  }))
    .filter(({ contribution }) => contribution >= LEAST_CONTRIBUTION)
    .sort((a, b) => b.contribution - a.contribution)
    .slice(0, MOST_REASONS)
    .map(({ feature, value }) => (value > 0 ? feature.above(facts) : feature.below(facts)));
}
