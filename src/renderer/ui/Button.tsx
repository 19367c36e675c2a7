import type { ButtonHTMLAttributes } from 'react';
import { Keycap } from './Keycap.tsx';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'plain' | 'primary' | 'danger' | 'ghost';
  small?: boolean;
  /** A hotkey shown behind the label. */
  hotkey?: string | undefined;
}

/** A push button; disabled ones are dashed. */
export function Button({ look = 'plain', small = false, hotkey, className = '', children, ...rest }: ButtonProps) {
  const classes = ['btn', look === 'plain' ? '' : look, small ? 'sm' : '', className].filter(Boolean).join(' ');
  return (
    <button type="button" className={classes} {...rest}>
      {children}
      {hotkey ? <Keycap>{hotkey}</Keycap> : null}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Its accessible name and tooltip. */
  name: string;
}

/** A small square button that shows an icon. */
export function IconButton({ name, children, ...rest }: IconButtonProps) {
  return (
    <button type="button" className="icon" aria-label={name} title={name} {...rest}>
      {children}
    </button>
  );
}
