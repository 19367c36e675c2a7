import { useState, type CSSProperties, type ReactNode } from 'react';
import type { ReplayStatus } from '../../../contract/desk.ts';
import { useDayStory } from '../../stores/day-story.ts';
import { dayMonthYear, istTime } from '../../ui/format.ts';
import { LastTradeIcon, NextTradeIcon, PauseIcon, PlayIcon } from '../../ui/icons.tsx';
import { Keycap } from '../../ui/Keycap.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { useKeyOf } from '../../commands/keys-store.ts';
import { BookedLine } from './BookedLine.tsx';
import { replayActions } from './replay-actions.ts';
import { REPLAY_SPEEDS } from './replay-speeds.ts';
import { sourceName } from './source-name.ts';

/** The slider goes by seconds; of a short recording by as fine parts as it has pixels. */
const SLIDER_STEP = 1000;
const SLIDER_STEPS = 1000;

/** Play, step, speed and place of the running replay. */
export function TransportBar({ replay }: { replay: ReplayStatus }) {
  const { playing, ended } = replay;
  return (
    <section className="transport" aria-label="Replay transport">
      <div className="transport-day">
        <b className="b">{dayMonthYear(replay.day)}</b>
        <span className="sub ell">{sourceName(replay.source)}</span>
      </div>
      <div className="transport-steps">
        <Step name="Own trade before" command="replayLastTrade" run={() => replayActions.ownTrade(true)}>
          <LastTradeIcon />
        </Step>
        <Step name="One bar back" command="replayBarBack" run={() => replayActions.stepBar(true)}>
          −bar
        </Step>
        <Step name="One tick back" command="replayTickBack" run={() => replayActions.stepTick(true)}>
          −1
        </Step>
        <button
          type="button"
          className="play"
          aria-label={playing ? 'Pause' : 'Play'}
          disabled={ended}
          onClick={replayActions.toggle}
        >
          {playing ? <PauseIcon /> : <PlayIcon />}
        </button>
        <Step name="One tick on" command="replayTickOn" disabled={ended} run={() => replayActions.stepTick(false)}>
          +1
        </Step>
        <Step name="One bar on" command="replayBarOn" disabled={ended} run={() => replayActions.stepBar(false)}>
          +bar
        </Step>
        <Step name="Next own trade" command="replayNextTrade" run={() => replayActions.ownTrade(false)}>
          <NextTradeIcon />
        </Step>
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
        <KeyHints replay={replay} />
      </div>
      <SeekSlider replay={replay} />
    </section>
  );
}

interface StepProps {
  name: string;
  command: string;
  disabled?: boolean;
  run: () => void;
  children: ReactNode;
}

function Step({ name, command, disabled = false, run, children }: StepProps) {
  const key = useKeyOf(command);
  return (
    <button
      type="button"
      className="btn sm"
      aria-label={typeof children === 'string' ? `${children}: ${name}` : name}
      title={key ? `${name} (${key})` : name}
      disabled={disabled}
      onClick={run}
    >
      {children}
    </button>
  );
}

function KeyHints({ replay: { playing, ended } }: { replay: ReplayStatus }) {
  const [play, next, tick, bar] = [
    useKeyOf('replayPlay'),
    useKeyOf('replayNextTrade'),
    useKeyOf('replayTickOn'),
    useKeyOf('replayBarOn'),
  ];
  if (ended) return <span className="sub">the day is over: seek back to go on</span>;
  return (
    <span className="sub row transport-keys">
      {play ? <Keycap>{play}</Keycap> : null} {playing ? 'pause' : 'play'}
      {next ? <Keycap>{next}</Keycap> : null} own trade
      {tick ? <Keycap>{tick}</Keycap> : null} tick
      {bar ? <Keycap>{bar}</Keycap> : null} bar
    </span>
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
    <div className="seek" style={{ '--played': played } as CSSProperties}>
      <Booked replay={replay} played={played} />
      <output className="seek-at">{istTime(shown)}</output>
      <input
        type="range"
        aria-label="Replay position"
        aria-valuetext={istTime(shown)}
        title="Going back starts the day again with a fresh account"
        min={from}
        max={to}
        step={Math.max(1, Math.min(SLIDER_STEP, Math.round((to - from) / SLIDER_STEPS)))}
        value={shown}
        onChange={(event) => setWanted(Number(event.target.value))}
        onPointerUp={commit}
        onKeyUp={commit}
        onBlur={commit}
      />
      <OwnTrades from={from} to={to} at={shown} />
      <span className="seek-ends sub">
        <span>{istTime(from).slice(0, 5)}</span>
        <span className="ell">going back starts the day again, with a fresh account</span>
        <span>{istTime(to).slice(0, 5)}</span>
      </span>
    </div>
  );
}

function Booked({ replay: { from, to }, played }: { replay: ReplayStatus; played: number }) {
  const story = useDayStory();
  if (story === null || story.trades.length === 0 || to <= from) return null;
  return <BookedLine trades={story.trades} from={from} to={to} played={played} />;
}

/** The account's fills of that day along the slider, those ahead of the clock faint. */
function OwnTrades({ from, to, at }: { from: number; to: number; at: number }) {
  const story = useDayStory();
  if (story === null || to <= from) return null;
  return (
    <span className="seek-trades" aria-hidden="true">
      {story.trades.map(({ id, side, timestamp }) => (
        <i
          key={id}
          className={`${side === 'BUY' ? 'buy' : 'sell'}${timestamp > at ? ' ahead' : ''}`}
          style={{ '--at': (timestamp - from) / (to - from) } as CSSProperties}
        />
      ))}
    </span>
  );
}
