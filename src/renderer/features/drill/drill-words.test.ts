import { expect, it } from 'vitest';
import type { DrillReport } from '../../../contract/drill.ts';
import { activeText, cellsOf, endText, struckText, testedText } from './drill-words.ts';

const report = { startedAt: 1000, endedAt: 31_400 } as DrillReport;

it('says what is on now, with the cells of the matrix behind it', () => {
  expect(activeText([])).toBe('no fault at this moment');
  expect(activeText(['answerLost', 'feedSilent'])).toBe('answer lost, feed silent');
  expect([cellsOf('lateFill'), cellsOf('slowAnswers')]).toEqual(['F17, F18', '']);
});

it('says how a drill ended and what each fault did', () => {
  expect(endText({ ...report, endedBy: 'time' })).toBe('Ran its 30 s.');
  expect(endText({ ...report, endedBy: 'hand' })).toBe('Stopped by hand after 30 s.');
  expect(endText({ ...report, endedBy: 'restart' })).toBe('Ended by a restart: it has no score.');
  const fault = 'priceGap';
  expect(struckText({ fault, windows: 0, hits: 0 })).toBe('passed by');
  expect(struckText({ fault, windows: 1, hits: 0 })).toBe('on, struck nothing');
  expect(struckText({ fault, windows: 1, hits: 1 })).toBe('struck once');
  expect(struckText({ fault, windows: 2, hits: 4720 })).toBe('struck 4,720 times');
});

it('says how much of the score was tested at all', () => {
  const parts = (possible: number[]) =>
    ({ ...report, parts: possible.map((each) => ({ possible: each })) }) as DrillReport;
  expect(testedText(parts([40, 30, 10, 10, 10]))).toBe('of 100 points');
  expect(testedText(parts([0, 0, 0, 10, 10]))).toBe('of 100, with 20 % of it tested');
});
