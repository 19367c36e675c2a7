import type { KeyboardEvent } from 'react';

export interface TabItem<T extends string> {
  id: T;
  label: string;
  /** A figure behind the label. */
  count?: number | undefined;
}

interface TabStripProps<T extends string> {
  name: string;
  items: readonly TabItem<T>[];
  selected: T;
  onSelect: (id: T) => void;
}

/** Tabs in a panel's head; left and right arrows move between them. */
export function TabStrip<T extends string>({ name, items, selected, onSelect }: TabStripProps<T>) {
  const move = (event: KeyboardEvent<HTMLButtonElement>, index: number) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = step && items[(index + step + items.length) % items.length];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    onSelect(next.id);
    event.currentTarget.parentElement?.querySelectorAll('button')[items.indexOf(next)]?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={name}>
      {items.map((item, index) => (
        <button
          key={item.id}
          type="button"
          role="tab"
          aria-selected={item.id === selected}
          tabIndex={item.id === selected ? 0 : -1}
          onClick={() => onSelect(item.id)}
          onKeyDown={(event) => move(event, index)}
        >
          {item.label} {item.count === undefined ? null : <span className="n">{item.count}</span>}
        </button>
      ))}
    </div>
  );
}
