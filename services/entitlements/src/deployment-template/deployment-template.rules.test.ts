import { checkTemplate } from './deployment-template.rules.js';

const template = [
  { name: 'Kick-off', afterDays: 5 },
  { name: 'Live data', afterDays: 30 },
];

describe('milestones of a template', () => {
  it('are sorted by day, each named once', () => {
    expect(checkTemplate([...template].reverse())).toEqual(template);
    expect(() => checkTemplate([])).toThrow('1 to 50');
    expect(() => checkTemplate([...template, { name: ' Kick-off ', afterDays: 9 }])).toThrow('twice');
    for (const afterDays of [-1, 1.5, 1_001]) {
      expect(() => checkTemplate([{ name: 'x', afterDays }])).toThrow('0 to 1,000');
    }
  });
});
