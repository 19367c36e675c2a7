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
  /** Enter, wherever the focus is but on a button that it presses, or in a text area. */
  onEnter?: () => void;
}

const FIELD = '.dialog-body :is(input, select, textarea, button):not(:disabled, [tabindex="-1"])';

/** What a dialog opens on: the `data-autofocus` element or the first input in it, else its first field; of a row of choices the chosen one. */
function firstOf(dialog: HTMLElement): HTMLElement | null {
  const marked = dialog.querySelector<HTMLElement>('[data-autofocus]');
  const first = marked?.querySelector('input') ?? marked ?? dialog.querySelector<HTMLElement>(FIELD);
  return first?.closest('.seg')?.querySelector<HTMLElement>('[aria-pressed=true]') ?? first;
}

/** Enter on these is their own. A choice that is made already has nothing left to do. */
function takesEnter(target: EventTarget | null): boolean {
  if (target instanceof HTMLButtonElement) return target.ariaPressed !== 'true';
  return target instanceof HTMLTextAreaElement;
}

/**
 * A modal dialog: opens on its first field, keeps the focus inside and gives it back. A button that was clicked does not
 * keep the focus, so that Enter does what the primary button says.
 */
export function Dialog({ title, onClose, children, foot, width = 480, onEnter }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const onMouseDown = useEffectEvent((event: MouseEvent) => {
    if (event.target === ref.current) onClose();
  });
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.repeat || event.defaultPrevented || !onEnter) return;
    if (takesEnter(event.target)) return;
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
    firstOf(dialog)?.focus();
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
