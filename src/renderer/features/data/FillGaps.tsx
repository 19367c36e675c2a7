import type { DataDay } from '../../../contract/data.ts';
import { sourceName } from '../review/source-name.ts';
import { backfillDay, dataDesk } from './data-desk.ts';

/** Where the gaps of a day can be filled from: choosing one starts it. */
export function FillGaps({ day, disabled }: { day: DataDay; disabled: boolean }) {
  const others = dataDesk(({ overview }) => overview?.days ?? [])
    .filter((other) => other.day === day.day && other.source !== day.source)
    .map(({ source }) => source);
  const sources = [...(day.source === 'sim' ? ['simulator'] : []), ...others];
  return (
    <span className="input data-fill">
      <select
        aria-label="Fill the gaps from"
        value=""
        disabled={disabled || sources.length === 0}
        title={sources.length === 0 ? 'Import a file of this day to fill its gaps from.' : undefined}
        onChange={(event) => void backfillDay({ day: day.day, source: day.source }, event.target.value)}
      >
        <option value="">Fill gaps from…</option>
        {sources.map((source) => (
          <option key={source} value={source}>
            {source === 'simulator' ? 'The simulated market' : sourceName(source)}
          </option>
        ))}
      </select>
    </span>
  );
}
