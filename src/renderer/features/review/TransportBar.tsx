import { useState } from 'react';
import type { ReplayStatus } from '../../../contract/desk.ts';
import { dayMonthYear, istTime } from '../../ui/format.ts';
import { PauseIcon, PlayIcon } from '../../ui/icons.tsx';
import { Keycap } from '../../ui/Keycap.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { useKeyOf } from '../../commands/keys-store.ts';
import { replayActions } from './replay-actions.ts';
import { REPLAY_SPEEDS } from './replay-speeds.ts';
import { sourceName } from './source-name.ts';

/** Play, speed and place of the running replay. */
export function TransportBar({ replay }: { replay: ReplayStatus }) {
  const playKey = useKeyOf('replayPlay');
  const { playing, ended } = replay;
  return (
    <section className="transport" aria-label="Replay transport">
      <div className="transport-day">
        <b className="b">{dayMonthYear(replay.day)}</b>
        <span className="sub ell">{sourceName(replay.source)}</span>
      </div>
      <div>
        <button
          type="button"
          className="play"
          aria-label={playing ? 'Pause' : 'Play'}
          disabled={ended}
          onClick={replayActions.toggle}
        >
          {playing ? <PauseIcon /> : <PlayIcon />}
        </button>
      </div>
      <div className="transport-speed">
        <Segmented
          name="Replay speed"
          value={replay.speed}
          segments={REPLAY_SPEEDS.map((speed) => ({
            value: speed,
            label: speed === replay.speed ? `${speed}×` : String(speed),
          }))}
          onChange={replayActions.speed}
        />
        <span className="sub row">
          {playKey ? <Keycap>{playKey}</Keycap> : null}
          {ended ? 'the day is over: seek back to go on' : playing ? 'pause' : 'play'}
        </span>
      </div>
      <SeekSlider replay={replay} />
    </section>
  );
}

function SeekSlider({ replay }: { replay: ReplayStatus }) {
  const { from, to, at } = replay;
  const [wanted, setWanted] = useState<number | null>(null);
  const shown = wanted ?? at;
  const played = to > from ? (shown - from) / (to - from) : 0;
  const commit = () => {
    if (wanted === null) return;
    setWanted(null);
    if (wanted !== at) replayActions.seek(wanted);
  };
  return (
    <div className="seek">
      <output className="seek-at" style={{ left: `${played * 100}%` }}>
        {istTime(shown)}
      </output>
      <input
        type="range"
        aria-label="Replay position"
        aria-valuetext={istTime(shown)}
        title="Going back starts the day again with a fresh account"
        min={from}
        max={to}
        step={1000}
        value={shown}
        style={{ background: `linear-gradient(to right, var(--mode) ${played * 100}%, var(--bg-4) 0)` }}
        onChange={(event) => setWanted(Number(event.target.value))}
        onPointerUp={commit}
        onKeyUp={commit}
        onBlur={commit}
      />
      <span className="seek-ends sub">
        <span>{istTime(from).slice(0, 5)}</span>
        <span>going back starts the day again, with a fresh account</span>
        <span>{istTime(to).slice(0, 5)}</span>
      </span>
    </div>
  );
}
