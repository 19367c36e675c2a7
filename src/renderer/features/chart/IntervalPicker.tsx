import { useEffect } from 'react';
import type { Interval } from '../../../contract/enums.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { chooseInterval, restoreInterval, useChartInterval } from './chart-interval.ts';

const NAMES: Record<Interval, { label: string; name: string }> = {
  '1s': { label: '1 s', name: '1 second' },
  '5s': { label: '5 s', name: '5 seconds' },
  '15s': { label: '15 s', name: '15 seconds' },
  '1m': { label: '1 m', name: '1 minute' },
  '3m': { label: '3 m', name: '3 minutes' },
  '5m': { label: '5 m', name: '5 minutes' },
  '15m': { label: '15 m', name: '15 minutes' },
  '30m': { label: '30 m', name: '30 minutes' },
  '1h': { label: '1 h', name: '1 hour' },
  '2h': { label: '2 h', name: '2 hours' },
  '4h': { label: '4 h', name: '4 hours' },
  '1d': { label: '1 D', name: '1 day' },
  '1w': { label: '1 W', name: '1 week' },
  '1M': { label: '1 mo', name: '1 month' },
};
const COMMON: Interval[] = ['1s', '1m', '5m', '15m', '1d'];
const ALL = Object.keys(NAMES) as Interval[];
const OTHERS: Interval[] = ['5s', '15s', '3m', '30m', '1h', '2h', '4h', '1w', '1M'];

/** Bar length: the common ones as buttons, the others in a menu; in a narrow head one menu of all. */
export function IntervalPicker() {
  const interval = useChartInterval();
  useEffect(() => {
    // Without the saved choice the chart keeps its first one.
    restoreInterval().catch(() => undefined);
  }, []);
  const other = OTHERS.includes(interval);
  return (
    <>
      <Segmented
        className="interval-common"
        name="Bar length"
        value={interval}
        onChange={chooseInterval}
        segments={COMMON.map((value) => ({ value, ...NAMES[value] }))}
      />
      <select
        className="btn sm interval-menu interval-all chosen"
        aria-label="Bar length"
        value={interval}
        onChange={(event) => chooseInterval(event.target.value as Interval)}
      >
        {ALL.map((value) => (
          <option key={value} value={value}>
            {NAMES[value].label}
          </option>
        ))}
      </select>
      <select
        className={`btn sm interval-menu interval-common${other ? ' chosen' : ''}`}
        aria-label="Other bar lengths"
        value={other ? interval : ''}
        onChange={(event) => chooseInterval(event.target.value as Interval)}
      >
        <option value="" disabled hidden>
          More
        </option>
        {OTHERS.map((value) => (
          <option key={value} value={value}>
            {NAMES[value].label}
          </option>
        ))}
      </select>
    </>
  );
}
