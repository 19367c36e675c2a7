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
  const body = <div className="panel-body">{children}</div>;
  // The dock's group is the landmark already, named by its visible panel.
  if (slot) {
    return (
      <div className="panel">
        {createPortal(head, slot)}
        {body}
      </div>
    );
  }
  return (
    <section className="panel" aria-label={name}>
      <header className="ph">{head}</header>
      {body}
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
