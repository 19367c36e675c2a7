import type { DataOverview } from '../../../contract/data.ts';
import { useStatus } from '../../stores/values.ts';
import { quantity } from '../../ui/format.ts';
import { bytesText } from './data-text.ts';

/** How much room the data takes, how much is left, and whether ticks are being recorded. */
export function DataRoom({ overview }: { overview: DataOverview }) {
  const recorder = useStatus()?.recorder;
  const { databaseBytes, archiveBytes, freeBytes, keptFreeBytes } = overview;
  const short = freeBytes < keptFreeBytes;
  return (
    <div className="data-room">
      <span>
        Database <b className="b">{bytesText(databaseBytes)}</b>
      </span>
      <span>
        Archive <b className="b">{bytesText(archiveBytes)}</b>
      </span>
      <span>
        Free <b className="b">{bytesText(freeBytes)}</b>
      </span>
      {recorder ? (
        <span>
          Recorded since the start <b className="b">{quantity(recorder.recorded)}</b>
          {recorder.queued > 0 ? <span className="t3"> · {quantity(recorder.queued)} wait</span> : null}
          {recorder.dropped > 0 ? <span className="warn"> · {quantity(recorder.dropped)} lost</span> : null}
        </span>
      ) : null}
      {short || recorder?.error ? (
        <span className="warn" role="alert">
          {short
            ? `Less than ${bytesText(keptFreeBytes)} are free, which are kept for orders: no ticks are stored. Free some space, or delete days.`
            : recorder?.error}
        </span>
      ) : null}
    </div>
  );
}
