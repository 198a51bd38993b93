import { checkAcknowledgement } from './renewal.rules.js';

const now = new Date('2026-03-10T12:00:00Z');
const reminder = {
  acknowledgedAt: null,
  remindedAt: new Date('2026-03-09T12:00:00Z'),
  accountManagerId: 'per_1',
};
const manager = { personId: 'per_2', manages: true };

describe('who answers a reminder', () => {
  it('is the account manager at once, managers when it is overdue or nobody’s', () => {
    expect(() => checkAcknowledgement(reminder, { personId: 'per_1', manages: false }, now)).not.toThrow();
    expect(() => checkAcknowledgement(reminder, manager, now)).toThrow('The account manager answers first');
    const week = { ...reminder, remindedAt: new Date('2026-03-03T12:00:00Z') };
    expect(() => checkAcknowledgement(week, manager, now)).not.toThrow();
    const nearly = { ...reminder, remindedAt: new Date('2026-03-03T12:00:00.001Z') };
    expect(() => checkAcknowledgement(nearly, manager, now)).toThrow('answers first');
    expect(() => checkAcknowledgement({ ...reminder, accountManagerId: null }, manager, now)).not.toThrow();
  });

  it('is nobody else, and once', () => {
    for (const personId of ['per_3', null]) {
      expect(() => checkAcknowledgement(reminder, { personId, manages: false }, now)).toThrow(
        'nothing here that you may change',
      );
    }
    expect(() => checkAcknowledgement({ ...reminder, acknowledgedAt: now }, manager, now)).toThrow('already');
  });
});
