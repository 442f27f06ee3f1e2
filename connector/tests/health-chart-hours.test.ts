// Which hours the charts of Health show, and where their axis is marked.
import { describe, expect, test } from '@jest/globals';
import { axisMarks, fromFirstBusy, isShort } from '../web/health/chart-hours.ts';

/** Hours on the reader's clock, from the first one on. */
const hoursFrom = (first: Date, count: number): string[] =>
  Array.from({ length: count }, (_, at) => new Date(first.getTime() + at * 3_600_000).toISOString());

describe('the hours shown', () => {
  const week = Array.from({ length: 168 }, (_, at) => at);

  test.each([
    ['from the first hour in which something was', 40, 40, 128],
    ['a whole day at least', 160, 144, 24],
    ['all of the week', 0, 0, 168],
  ])('%s', (_what, busyFrom, first, count) => {
    const shown = fromFirstBusy(week, (hour) => hour >= busyFrom);
    expect([shown[0], shown.length, shown.at(-1)]).toEqual([first, count, 167]);
  });

  test('the last day when nothing was', () => {
    expect(fromFirstBusy(week, () => false)).toHaveLength(24);
    expect(fromFirstBusy([1, 2], () => false)).toEqual([1, 2]);
  });
});

describe('the marks of the axis', () => {
  test('are the midnights of a week, each once', () => {
    const hours = hoursFrom(new Date(2026, 0, 12, 9), 168);
    const marks = axisMarks(hours).map((hour) => new Date(hour));
    expect(isShort(hours)).toBe(false);
    expect(marks.map((mark) => mark.getHours())).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(marks.map((mark) => mark.getDate())).toEqual([13, 14, 15, 16, 17, 18, 19]);
  });

  test('are every sixth hour of a day, the first hour only where it is one of them', () => {
    const marksFrom = (hour: number) =>
      axisMarks(hoursFrom(new Date(2026, 0, 12, hour), 24)).map((mark) => new Date(mark).getHours());
    expect(marksFrom(9)).toEqual([12, 18, 0, 6]);
    expect(marksFrom(6)).toEqual([6, 12, 18, 0]);
  });
});
