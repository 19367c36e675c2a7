import { useEffect, useEffectEvent, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import { Keycap } from './Keycap.tsx';

export interface MenuItem {
  label: string;
  /** The key that does the same. */
  hotkey?: string | undefined;
  tone?: 'up' | 'down' | undefined;
  run: () => void;
}

interface ContextMenuProps {
  name: string;
  /** Where it opens, in CSS px of the window; it is kept inside. */
  at: { x: number; y: number };
  items: readonly MenuItem[];
  onClose: () => void;
}

/** A menu at a place of the window: arrows move, Enter does, Escape and a press elsewhere leave; the focus goes back. */
export function ContextMenu({ name, at, items, onClose }: ContextMenuProps) {
  const ref = useRef<HTMLDivElement>(null);
  const leave = useEffectEvent((event: Event) => {
    if (event instanceof PointerEvent && ref.current?.contains(event.target as Node)) return;
    onClose();
  });
  useLayoutEffect(() => {
    const menu = ref.current!;
    menu.style.left = `${Math.max(4, Math.min(at.x, window.innerWidth - menu.offsetWidth - 4))}px`;
    menu.style.top = `${Math.max(4, Math.min(at.y, window.innerHeight - menu.offsetHeight - 4))}px`;
  }, [at]);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    ref.current!.querySelector('button')?.focus();
    document.addEventListener('pointerdown', leave, { capture: true });
    window.addEventListener('blur', leave);
    window.addEventListener('resize', leave);
    return () => {
      document.removeEventListener('pointerdown', leave, { capture: true });
      window.removeEventListener('blur', leave);
      window.removeEventListener('resize', leave);
      before?.focus?.({ preventScroll: true });
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (event.key === 'ArrowDown') step(ref.current!, 1);
    else if (event.key === 'ArrowUp') step(ref.current!, -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return createPortal(
    <div ref={ref} className="menu" role="menu" tabIndex={-1} aria-label={name} onKeyDown={onKeyDown}>
      {items.map(({ label, hotkey, tone, run }) => (
        <button
          key={label}
          type="button"
          role="menuitem"
          onClick={() => {
            onClose();
            run();
          }}
        >
          <span className={tone ? `grow b ${tone}` : 'grow'}>{label}</span>
          {hotkey ? <Keycap>{hotkey}</Keycap> : null}
        </button>
      ))}
    </div>,
    document.body,
  );
}

function step(menu: HTMLElement, steps: 1 | -1): void {
  const buttons = [...menu.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[(at + steps + buttons.length) % buttons.length]?.focus();
}
