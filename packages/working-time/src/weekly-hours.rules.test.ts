import { canonicalHours, readableHours, workingWindows } from './weekly-hours.rules.js';

describe('weekly hours', () => {
  it('are read part by part, over the end of the week too', () => {
    expect(workingWindows('Sat-Mon 09:00-12:30,13:00-17:00')).toEqual([
      { weekday: 1, fromMinute: 540, toMinute: 750 },
      { weekday: 1, fromMinute: 780, toMinute: 1020 },
      { weekday: 6, fromMinute: 540, toMinute: 750 },
      { weekday: 6, fromMinute: 780, toMinute: 1020 },
      { weekday: 7, fromMinute: 540, toMinute: 750 },
      { weekday: 7, fromMinute: 780, toMinute: 1020 },
    ]);
    expect(workingWindows('24x7')).toHaveLength(7);
    expect(workingWindows('Sun 00:00-24:00')).toEqual([{ weekday: 7, fromMinute: 0, toMinute: 1440 }]);
  });

  it('have one spelling', () => {
    expect(canonicalHours(' mon - fri  9:00 - 17:00 ;SAT 10:00-14:00; ')).toBe(
      'Mon-Fri 09:00-17:00; Sat 10:00-14:00',
    );
    expect(canonicalHours('24X7')).toBe('24x7');
    expect(canonicalHours(canonicalHours('Mon,Wed 8:00-9:00,10:00-11:00'))).toBe(
      'Mon,Wed 08:00-09:00,10:00-11:00',
    );
    expect(readableHours('Mon-Fri 09:00-17:00', 'Europe/Berlin')).toBe('Mon-Fri 09:00-17:00 Europe/Berlin');
    expect(readableHours('24x7', 'UTC')).toBe('24x7');
  });

  it.each([
    ['', 'names no hours'],
    ['Mon', 'is not days and times'],
    ['Foo 09:00-17:00', 'names a day "Foo"'],
    ['Mon 17:00-09:00', 'ends before it begins'],
    ['Mon 09:00-09:00', 'ends before it begins'],
    ['Mon 09:00-24:01', 'no time of day "24:01"'],
    ['Mon 09:60-10:00', 'no time of day "09:60"'],
    ['Mon-Tue-Wed 09:00-10:00', 'more than two days'],
    ['Mon 09:00-12:00; Mon-Fri 11:00-13:00', 'overlap on Mon'],
  ])('refuse %p', (hours, why) => {
    expect(() => workingWindows(hours)).toThrow(why);
  });
});
