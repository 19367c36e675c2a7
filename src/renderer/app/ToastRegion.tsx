import { dismissToast, toastsStore } from '../stores/toasts.ts';
import { IconButton } from '../ui/Button.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { useToastPlace } from './use-toast-place.ts';

const WORDS = { ok: 'DONE', info: 'NOTE', warn: 'CAUTION', danger: 'REFUSED' } as const;

/** Results and refusals, read out as they come. */
export function ToastRegion() {
  const toasts = toastsStore((state) => state.toasts);
  return (
    <output className="toasts" aria-label="Results" style={useToastPlace(toasts.length)}>
      {toasts.map((toast) => (
        <span key={toast.id} className={`toast ${toast.kind}`}>
          <b className={toast.kind === 'info' ? 't2' : toast.kind}>{WORDS[toast.kind]}</b>
          <span>{toast.text}</span>
          {toast.times > 1 ? <span className="t3">× {toast.times}</span> : null}
          <IconButton name="Dismiss" onClick={() => dismissToast(toast.id)}>
            <CloseIcon />
          </IconButton>
        </span>
      ))}
    </output>
  );
}
