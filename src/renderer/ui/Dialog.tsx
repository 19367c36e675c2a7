import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react';
import { IconButton } from './Button.tsx';
import { CloseIcon } from './icons.tsx';

interface DialogProps {
  title: string;
  /** Escape, the close button and a click outside. */
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the lower right. */
  foot?: ReactNode;
  /** CSS width. */
  width?: number;
  /** Enter, wherever the focus is but on a button or in a text area. */
  onEnter?: () => void;
}

/**
 * A modal dialog: keeps the focus inside and gives it back. The `autoFocus` element is focused first. A button that was
 * clicked does not keep the focus, so that Enter does what the primary button says.
 */
export function Dialog({ title, onClose, children, foot, width = 480, onEnter }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const onMouseDown = useEffectEvent((event: MouseEvent) => {
    if (event.target === ref.current) onClose();
  });
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.repeat || event.defaultPrevented || !onEnter) return;
    if (event.target instanceof HTMLButtonElement || event.target instanceof HTMLTextAreaElement) return;
    const inside = event.target instanceof Node && ref.current?.contains(event.target);
    if (!inside && event.target !== document.body) return;
    event.preventDefault();
    event.stopPropagation();
    onEnter();
  });
  const onClick = useEffectEvent(({ detail, target }: MouseEvent) => {
    const byPointer = detail > 0 && target instanceof Element;
    if (onEnter && byPointer) target.closest<HTMLElement>('.dialog-body button')?.blur();
  });
  useEffect(() => {
    const dialog = ref.current!;
    const before = document.activeElement as HTMLElement | null;
    dialog.addEventListener('mousedown', onMouseDown);
    dialog.addEventListener('click', onClick);
    // On the document: a field inside has settled its figure by then.
    document.addEventListener('keydown', onKeyDown);
    dialog.showModal();
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      dialog.close();
      before?.focus?.();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-label={title}
      style={{ width }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="ph">
        <h2 className="big">{title}</h2>
        <span className="grow" />
        <IconButton name="Close" onClick={onClose}>
          <CloseIcon />
        </IconButton>
      </header>
      <div className="dialog-body">{children}</div>
      {foot ? <footer className="dialog-foot">{foot}</footer> : null}
    </dialog>
  );
}
