import { PODS } from '../catalogue/catalogue.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import type { Subscription } from './subscriptions.js';

const WARNING_PERCENT = 85;

/** The pod on which one more paying subscription reaches the warning mark. */
const NEARLY = 'us2';

/** The six pods, each with seats for what runs there now: most have room, one is just below its warning mark, the last past it. */
export function pods(active: Subscription[]): Row[] {
  return PODS.map((pod, i) => {
    const used = (kind: Subscription['kind']) =>
      active.filter((each) => each.pod === pod && each.kind === kind).length;
    const room = i === PODS.length - 1 ? 1.06 : 1.25 + i * 0.05;
    const seats = (['STANDARD', 'TRIAL', 'FREE', 'PILOT', 'PARTNER'] as const)
      .map((kind) => {
        const seats = Math.ceil(used(kind) * room) + (kind === 'STANDARD' ? 2 : 10);
        const near = Math.floor(((used(kind) + 1) * 100) / WARNING_PERCENT);
        return `${kind}=${kind === 'STANDARD' && pod.key === NEARLY ? near : seats}`;
      })
      .join(';');
    return row('pods', {
      external_id: pod.id,
      name: pod.name,
      region: pod.region,
      seats,
      warning_percent: WARNING_PERCENT,
      verticals: pod.key === 'eu2' ? 'financial-services;healthcare' : undefined,
    });
  });
}
