import { useEffect, useSyncExternalStore } from 'react';
import { appearanceStore } from '../stores/appearance.ts';
import { useConnection } from '../stores/connection.ts';
import { deskStore } from '../stores/desk.ts';
import { logsStore } from '../stores/logs.ts';
import { ordersStore, positionsStore, tradesStore } from '../stores/tables.ts';
import { fundsStore, riskStore, statusStore, useMode } from '../stores/values.ts';

/** Keeps the root element's mode, theme, density, connection and readiness, which styles and tests read. */
export function useRootAttributes(): void {
  const { theme, density } = appearanceStore();
  const systemLight = useSystemLight();
  const mode = useMode();
  const connection = useConnection().kind;
  const ready = useReady() && connection === 'connected';
  useEffect(() => {
    const root = document.documentElement;
    root.dataset['theme'] = theme === 'system' ? (systemLight ? 'light' : 'dark') : theme;
    root.dataset['mode'] = mode === 'REPLAY' ? 'replay' : 'paper';
    root.dataset['connection'] = connection;
    root.style.setProperty('--density', String(density / 100));
    root.toggleAttribute('data-ready', ready);
  }, [theme, density, systemLight, mode, connection, ready]);
}

/** True once the workspace is restored and every table and value the frame shows has come. */
export function useReady(): boolean {
  const restored = deskStore((state) => state.restored);
  const orders = ordersStore((state) => state.ready);
  const trades = tradesStore((state) => state.ready);
  const positions = positionsStore((state) => state.ready);
  const logs = logsStore((state) => state.ready);
  const status = statusStore((state) => state.value !== null);
  const funds = fundsStore((state) => state.value !== null);
  const risk = riskStore((state) => state.value !== null);
  return restored && orders && trades && positions && logs && status && funds && risk;
}

const light = window.matchMedia('(prefers-color-scheme: light)');

function useSystemLight(): boolean {
  return useSyncExternalStore(
    (changed) => {
      light.addEventListener('change', changed);
      return () => light.removeEventListener('change', changed);
    },
    () => light.matches,
  );
}
