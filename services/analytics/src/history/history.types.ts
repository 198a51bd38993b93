import { historyTypes } from '@plimsoll/shared';
import { Person } from '../reference/index.js';

/** The history of a record of this service. */
export const { HistoryConnection } = historyTypes(() => Person);
