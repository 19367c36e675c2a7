import { describe, expect, it } from 'vitest';
import type { SqlResult } from '../../../contract/sql.ts';
import { resultChart } from './result-chart.ts';

const result = (columns: SqlResult['columns'], rows: SqlResult['rows']): SqlResult => ({
  columns,
  rows,
  cut: false,
  ms: 1,
});
const time = { name: 'at', kind: 'time' } as const;
const text = { name: 'symbol', kind: 'text' } as const;
const number = (name: string) => ({ name, kind: 'number' }) as const;

describe('the chart of a result', () => {
  it('puts time along the bottom, in order, and leaves out what is no figure', () => {
    const chart = resultChart(
      result(
        [number('ltp'), time],
        [
          [30, '2026-01-05 09:15:02.000'],
          [10, '2026-01-05 09:15:00.000'],
          [null, '2026-01-05 09:15:01.000'],
        ],
      ),
    )!;
    expect(chart).toMatchObject({ along: 'at', from: '2026-01-05 09:15:00.000', low: 10, high: 30 });
    expect(chart.lines).toEqual([
      {
        name: 'ltp',
        points: [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
      },
    ]);
  });

  it('takes the first number when there is no time, else counts rows', () => {
    const both = result(
      [text, number('strike'), number('oi')],
      [
        ['A', 100, 7],
        ['B', 200, 7],
      ],
    );
    expect(resultChart(both)).toMatchObject({ along: 'strike', from: '100', to: '200' });
    expect(resultChart(both)!.lines[0]!.points.map(({ y }) => y)).toEqual([0.5, 0.5]);
    const one = result(
      [text, number('oi')],
      both.rows.map(([name, , oi]) => [name!, oi!]),
    );
    expect(resultChart(one)).toMatchObject({ along: null, from: '1', to: '2' });
  });

  it('draws nothing of one row or of words alone', () => {
    expect(resultChart(result([number('n')], [[1]]))).toBeNull();
    expect(resultChart(result([text], [['a'], ['b']]))).toBeNull();
    expect(
      resultChart(
        result(
          [time, number('n')],
          [
            ['2026-01-05 09:15:02.000', null],
            ['2026-01-05 09:15:03.000', null],
          ],
        ),
      ),
    ).toBeNull();
  });
});
