import { createDockview, type DockviewApi } from 'dockview';
import 'dockview/dist/styles/dockview.css';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { HeadSlot } from '../../ui/head-slot.ts';
import { buildLayout } from './build-layout.ts';
import './dock.css';
import type { LayoutId } from '../../stores/layouts.ts';
import { keepLayout, layoutsStore, setDock } from '../../stores/layouts-store.ts';
import { HeadSlotElement, PanelContent, PanelTab, type PanelHost } from './panel-host.ts';
import type { PanelId } from '../../stores/panel-ids.ts';
import { panels } from './panels.tsx';

const THEME = { name: 'desk', className: 'dock-theme', gap: 4 };

/** The dock with the panels of one layout. */
export function DockArea({ layout }: { layout: LayoutId }) {
  const place = useRef<HTMLDivElement>(null);
  const [hosts, setHosts] = useState<readonly PanelHost[]>([]);
  useEffect(() => {
    const changed = (host: PanelHost, there: boolean) =>
      setHosts((now) => (there ? [...now, host] : now.filter((other) => other !== host)));
    const dock = createDockview(place.current!, {
      theme: THEME,
      disableFloatingGroups: true,
      createComponent: ({ name }) => new PanelContent(name as PanelId, changed),
      defaultTabComponent: 'tab',
      createTabComponent: () => new PanelTab(),
      createLeftHeaderActionComponent: () => new HeadSlotElement(),
    });
    fill(dock, layout);
    setDock(dock);
    const subscription = dock.onDidLayoutChange(() => keepLayout());
    return () => {
      subscription.dispose();
      setDock(null);
      dock.dispose();
      setHosts([]);
    };
  }, [layout]);
  return (
    <main className="main">
      <div ref={place} className="dock" />
      {hosts.map((host) => {
        const Content = panels[host.id];
        return createPortal(
          <HeadSlot value={host.head}>
            <Content />
          </HeadSlot>,
          host.content,
          host.id,
        );
      })}
    </main>
  );
}

function fill(dock: DockviewApi, layout: LayoutId): void {
  const saved = layoutsStore.getState().saved[layout];
  if (saved) {
    try {
      dock.fromJSON(saved);
      if (dock.panels.length > 0) return;
    } catch {
      // A layout of another version: built anew below.
    }
    dock.clear();
  }
  buildLayout(dock, layout);
}
