export { askWhatIf } from './what-if.question.js';
export { outageReport } from './outage-report.rules.js';
export { whatIfCommand } from './what-if.command.js';
