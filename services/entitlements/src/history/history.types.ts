import { historyTypes } from '@plimsoll/shared';
import { Person } from '../person/index.js';

/** The history of a record of this service; its actors are the people of this service. */
export const { HistoryConnection } = historyTypes(() => Person);
