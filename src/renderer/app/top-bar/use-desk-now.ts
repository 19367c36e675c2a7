import { useEffect, useState } from 'react';
import { isConnected } from '../../stores/connection.ts';
import { statusStore } from '../../stores/values.ts';

/** The desk's time in epoch ms, carried on between two statuses; a replay's time only as it is told. */
export function useDeskNow(): number | null {
  const [now, setNow] = useState<number | null>(() => statusStore.getState().value?.now ?? null);
  useEffect(() => {
    let told = performance.now();
    const show = () => {
      const { value } = statusStore.getState();
      if (!value) return;
      const since = value.mode === 'PAPER' && isConnected() ? performance.now() - told : 0;
      setNow(value.now + since);
    };
    const stop = statusStore.subscribe(() => {
      told = performance.now();
      show();
    });
    const timer = setInterval(show, 250);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, []);
  return now;
}
