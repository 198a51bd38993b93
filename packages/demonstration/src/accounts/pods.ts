import { PODS } from '../catalogue/catalogue.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import type { Subscription } from './subscriptions.js';

/** The six pods, each with seats for what runs there now: most have room, the last is past its warning mark. */
export function pods(active: Subscription[]): Row[] {
  return PODS.map((pod, i) => {
    const used = (kind: Subscription['kind']) =>
      active.filter((each) => each.pod === pod && each.kind === kind).length;
    const room = i === PODS.length - 1 ? 1.06 : 1.25 + i * 0.05;
    const seats = (['STANDARD', 'TRIAL', 'FREE', 'PILOT', 'PARTNER'] as const)
      .map((kind) => `${kind}=${Math.ceil(used(kind) * room) + (kind === 'STANDARD' ? 2 : 10)}`)
      .join(';');
    return row('pods', {
      external_id: pod.id,
      name: pod.name,
      region: pod.region,
      seats,
      warning_percent: 85,
      verticals: pod.key === 'eu2' ? 'financial-services;healthcare' : undefined,
    });
  });
}
