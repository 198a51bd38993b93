import type { Projection } from '@plimsoll/shared';
import { assessImpacts } from './impact-assessment.service.js';

/** The impact of incidents follows from the customers that the asset graph says they hit. */
export function impactAssessmentProjection(clock: () => Date): Projection {
  return {
    producer: 'assets',
    handlers: {
      'plimsoll.customer_impact.recorded.v1': (tx, events) => assessImpacts(tx, events, clock()),
    },
  };
}
