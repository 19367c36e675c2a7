import { useLastLog } from '../../stores/logs.ts';
import { useRisk, useStatus } from '../../stores/values.ts';
import { compact, istTime } from '../../ui/format.ts';
import { Keycap } from '../../ui/Keycap.tsx';
import { useKeyOf } from '../../commands/keys-store.ts';
import { runCommand } from '../../commands/run-command.ts';
import { showPanel } from '../../stores/layouts-store.ts';
import { ArmSwitch } from './ArmSwitch.tsx';
import './bottom-bar.css';
import { LatencyGauge } from './LatencyGauge.tsx';
import { OrderRateGauge } from './OrderRateGauge.tsx';

/** Arm switch, latency, order rate, recorder, last log line, commands. */
export function BottomBar() {
  const risk = useRisk();
  const log = useLastLog();
  const paletteKey = useKeyOf('palette');
  return (
    <footer className="bottombar">
      <ArmSwitch />
      <LatencyGauge kind="keyToWire" />
      <LatencyGauge kind="wireToAck" />
      {risk ? <OrderRateGauge risk={risk} /> : null}
      <Recorder />
      <button type="button" className="grow last-log" title="Show the log" onClick={() => showPanel('log')}>
        {log ? (
          <>
            <span className="t3">{istTime(log.createdAt)}</span> {log.message}
          </>
        ) : null}
      </button>
      <button type="button" onClick={() => runCommand('palette')}>
        <span className="t3">Commands</span>
        {paletteKey ? <Keycap>{paletteKey}</Keycap> : null}
      </button>
    </footer>
  );
}

function Recorder() {
  const recorder = useStatus()?.recorder;
  if (!recorder) return null;
  const trouble = recorder.error !== null || recorder.dropped > 0;
  return (
    <div title={recorder.error ?? 'Ticks written to disk, and waiting to be'}>
      <i className={trouble ? 'dot danger' : 'dot'} />
      <span className={trouble ? 'danger' : ''}>{recorder.error === null ? 'Recorded' : 'Recorder failed'}</span>
      <span className="t1">{compact(recorder.recorded)}</span>
      <span className="t3">queued {compact(recorder.queued)}</span>
      {recorder.dropped > 0 ? <b className="danger">dropped {compact(recorder.dropped)}</b> : null}
    </div>
  );
}
