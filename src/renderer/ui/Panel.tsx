import { use, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { HeadSlot } from './head-slot.ts';
import { TabStrip, type TabItem } from './TabStrip.tsx';

interface PanelProps {
  /** Its accessible name, and its heading unless `subject` or `tabs` stand there. */
  name: string;
  /** Instead of the plain heading at the left. */
  subject?: ReactNode;
  /** At the right of the head. */
  tools?: ReactNode;
  children: ReactNode;
}

/** A panel: head with subject left and tools right, then the content to the edges. */
export function Panel({ name, subject, tools, children }: PanelProps) {
  const slot = use(HeadSlot);
  const head = (
    <>
      {subject ?? <h2 className="panel-name">{name}</h2>}
      <span className="grow" />
      {tools}
    </>
  );
  return (
    <section className="panel" aria-label={name}>
      {slot ? createPortal(head, slot) : <header className="ph">{head}</header>}
      <div className="panel-body">{children}</div>
    </section>
  );
}

interface TabbedPanelProps<T extends string> {
  name: string;
  tabs: readonly TabItem<T>[];
  tab: T;
  onTab: (tab: T) => void;
  tools?: ReactNode;
  children: ReactNode;
}

/** A panel whose subject is a strip of tabs. */
export function TabbedPanel<T extends string>({ name, tabs, tab, onTab, tools, children }: TabbedPanelProps<T>) {
  return (
    <Panel name={name} tools={tools} subject={<TabStrip name={name} items={tabs} selected={tab} onSelect={onTab} />}>
      {children}
    </Panel>
  );
}
