import { attainmentOf, withPart } from './attainment.rules.js';

const month = (countedSeconds: string, breached: boolean, credits: [string, string][] = []) => ({
  lengthSeconds: '2592000',
  countedSeconds,
  uptime: '99',
  breached,
  credits: credits.map(([amount, currency]) => ({ amount, currency })),
});
const unmeasured = { ...month('0', false), lengthSeconds: '0', uptime: null };

describe('months of many customers', () => {
  it('are added up exactly, without those that have no length', () => {
    expect(
      attainmentOf([
        month('0.1', false),
        month('0.2', true, [
          ['1.10', 'USD'],
          ['2', 'EUR'],
        ]),
        unmeasured,
      ]),
    ).toEqual({
      measured: 2,
      met: 1,
      lengthSeconds: '5184000',
      countedSeconds: '0.3',
      credits: [
        ['2', 'EUR'],
        ['1.1', 'USD'],
      ],
    });
  });

  it('have one part taken out and another put in', () => {
    const [kept, hit, others] = [
      month('5', false, [['1', 'EUR']]),
      month('9', true, [['4', 'USD']]),
      month('7', true),
    ];
    expect(withPart(attainmentOf([kept, others]), attainmentOf([kept]), attainmentOf([hit]))).toEqual(
      attainmentOf([hit, others]),
    );
  });
});
