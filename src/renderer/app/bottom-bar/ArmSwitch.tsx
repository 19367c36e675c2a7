import { useEffect, useState } from 'react';
import { armedStore, disarmWhenIdle, useArmed } from '../../stores/armed.ts';
import { countdown } from '../../ui/format.ts';
import { Keycap } from '../../ui/Keycap.tsx';
import { useKeyOf } from '../../commands/keys-store.ts';
import { runCommand } from '../../commands/run-command.ts';

/** ARMED or DISARMED, its key, and the time to the idle disarm. */
export function ArmSwitch() {
  const armed = useArmed();
  const hotkey = useKeyOf('arm');
  const left = useIdleLeft();
  return (
    <div>
      <button
        type="button"
        className={armed ? 'arm on' : 'arm'}
        role="switch"
        aria-checked={armed}
        aria-label={armed ? 'ARMED' : 'DISARMED'}
        data-testid="arm"
        onClick={() => runCommand('arm')}
      >
        {armed ? 'ARMED' : 'DISARMED'}
      </button>
      {hotkey ? <Keycap>{hotkey}</Keycap> : null}
      <span className="t3 arm-note">{armed ? `idle off in ${countdown(left)}` : 'entries locked'}</span>
    </div>
  );
}

function useIdleLeft(): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const show = () => {
      disarmWhenIdle();
      setLeft(Math.max(0, armedStore.getState().until - Date.now()));
    };
    const timer = setInterval(show, 1000);
    const stop = armedStore.subscribe(show);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, []);
  return left;
}
