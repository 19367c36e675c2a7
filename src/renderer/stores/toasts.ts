import { create } from 'zustand';

export type ToastKind = 'ok' | 'info' | 'warn' | 'danger';

export interface Toast {
  id: number;
  kind: ToastKind;
  text: string;
  /** How often the same text came while it was shown. */
  times: number;
}

const SHOWN_MS: Record<ToastKind, number> = { ok: 5000, info: 5000, warn: 9000, danger: 12_000 };
const AT_MOST = 4;

export const toastsStore = create<{ toasts: Toast[] }>(() => ({ toasts: [] }));

let lastId = 0;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

/**
 * Says a sentence on screen and to screen readers. The final state of every order is announced by the frame already:
 * call this for refusals of a call and for what no order shows.
 */
export function announce(kind: ToastKind, text: string): void {
  const { toasts } = toastsStore.getState();
  const shown = toasts.find((toast) => toast.text === text && toast.kind === kind);
  const toast = shown ? { ...shown, times: shown.times + 1 } : { id: ++lastId, kind, text, times: 1 };
  toastsStore.setState({ toasts: [...toasts.filter(({ id }) => id !== toast.id), toast].slice(-AT_MOST) });
  clearTimeout(timers.get(toast.id));
  timers.set(
    toast.id,
    setTimeout(() => dismissToast(toast.id), SHOWN_MS[kind]),
  );
}

export function dismissToast(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  toastsStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
