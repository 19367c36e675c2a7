import { create } from 'zustand';

/** Without a key or pointer for this long the terminal disarms. */
export const IDLE_MS = 5 * 60_000;

interface Armed {
  armed: boolean;
  /** Epoch ms of the idle disarm, 0 when disarmed. */
  until: number;
}

/** Entries need ARMED; exits never do. */
export const armedStore = create<Armed>(() => ({ armed: false, until: 0 }));

export const useArmed = (): boolean => armedStore((state) => state.armed);
export const isArmed = (): boolean => armedStore.getState().armed;

export function arm(now = Date.now()): void {
  armedStore.setState({ armed: true, until: now + IDLE_MS });
}

export function disarm(): void {
  if (isArmed()) armedStore.setState({ armed: false, until: 0 });
}

export function toggleArmed(): void {
  if (isArmed()) disarm();
  else arm();
}

/** A key or pointer was used: the idle time starts anew. */
export function noteActivity(now = Date.now()): void {
  if (isArmed()) armedStore.setState({ until: now + IDLE_MS });
}

/** Disarms when the idle time is over. Called every second by the frame. */
export function disarmWhenIdle(now = Date.now()): boolean {
  const { armed, until } = armedStore.getState();
  if (!armed || now < until) return false;
  disarm();
  return true;
}
