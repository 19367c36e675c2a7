import { useStatus } from '../../stores/values.ts';
import { countdown, istDate, istTime } from '../../ui/format.ts';
import { useDeskNow } from './use-desk-now.ts';

/** The session's clock in IST with its phase and countdown. */
export function DeskClock() {
  const status = useStatus();
  const now = useDeskNow();
  if (!status || now === null) return <div className="desk-clock" />;
  const { phase, replay } = status;
  return (
    <div className="desk-clock">
      <span className="stack">
        <time className="clock" dateTime={new Date(now).toISOString()}>
          {istTime(now)}
        </time>
        <span className="sub">{istDate(now)} IST</span>
      </span>
      <span className="stack phase">
        <span className="t2" title={phase.label}>
          {phase.label}
        </span>
        <span className="t3">
          {replay
            ? `${replay.ended ? 'ended' : replay.playing ? 'playing' : 'paused'} at ${replay.speed}×`
            : phase.until === null
              ? ''
              : `${phase.next ?? 'ends'} in ${countdown(phase.until - now)}`}
        </span>
      </span>
    </div>
  );
}
