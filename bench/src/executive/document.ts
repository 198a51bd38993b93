const RATIO = '{ ratio numerator denominator }';
const MONEY = '{ amount currency }';
const INTERVAL = '{ mean median p90 }';

/** The questions of executives that analytics answers, one field each, as the contract asks them. */
export const QUESTIONS = {
  slaAttainment: `slaAttainment(from: $from, to: $to) { overall ${RATIO} uptime ${RATIO} response ${RATIO}
    byMonth { month ratio numerator denominator } }`,
  lastDowntime: 'lastDowntime { endedAt secondsSince ongoing ticket { id } customerCount }',
  nextDollar: `nextDollar(first: 10, from: $from, to: $to) { asset { id } group { name } creditsPaid ${MONEY}
    monthlyRecurringRevenue ${MONEY} avoidableDownSeconds rationale }`,
  churnCauses: `churnCauses(from: $from, to: $to) { reason customerCount monthlyRecurringRevenue ${MONEY}
    share ${RATIO} breachesBefore ticketDaysBefore }`,
  changeOutcomes: `changeOutcomes(from: $from, to: $to) { succeeded succeededWithIssues failed rolledBack cancelled
    successRate ${RATIO} emergencyShare ${RATIO} }`,
  troublesomeAssets: `troublesomeAssets(first: 10, from: $from, to: $to) { asset { id } incidentCount downSeconds
    changesFailed creditsPaid ${MONEY} customerCount }`,
  topCustomers: `topCustomers(first: 10) { customer { id } monthlyRecurringRevenue ${MONEY} uptime breachCount
    openTicketCount health { score trend } renewsOn }`,
  incidentTrend: `incidentTrend(from: $from, to: $to) { month incidentCount openCount reopenedCount detect ${INTERVAL}
    acknowledge ${INTERVAL} mitigate ${INTERVAL} restore ${INTERVAL} resolve ${INTERVAL} }`,
  trailingTwelveMonths: `trailingTwelveMonths { month customerCount monthlyRecurringRevenue ${MONEY} logoChurn ${RATIO}
    grossRevenueChurn ${RATIO} netRevenueChurn ${RATIO} renewalRate ${RATIO} uptime incidentCount changeCount
    changeSuccessRate ${RATIO} ticketsOpened ticketsResolved firstContactResolution ${RATIO} costPerTicket ${MONEY}
    creditsPaid ${MONEY} }`,
} as const;

/** A document of these questions. */
export function executiveDocument(questions: readonly string[] = Object.values(QUESTIONS)): string {
  const body = questions.join('\n');
  const variables = body.includes('$from') ? '($from: DateTime!, $to: DateTime!) ' : '';
  return `query Executive${variables}{ operationsIntelligence {\n${body}\n} }`;
}
