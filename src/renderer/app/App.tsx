import { useEffect } from 'react';
import { TradingDialogs } from '../features/trading/TradingDialogs.tsx';
import { disarm } from '../stores/armed.ts';
import { deskStore } from '../stores/desk.ts';
import './app.css';
import { Banners } from './Banners.tsx';
import { BottomBar } from './bottom-bar/BottomBar.tsx';
import { useHotkeys } from './commands/hotkeys.ts';
import { DockArea } from './dock/DockArea.tsx';
import { layoutsStore } from '../stores/layouts-store.ts';
import { Overlays } from './Overlays.tsx';
import { Rail } from './Rail.tsx';
import { ToastRegion } from './ToastRegion.tsx';
import { TopBar } from './top-bar/TopBar.tsx';
import { useRootAttributes } from './use-root-attributes.ts';

/** The frame: bars, rail, dock, and what lies over them. */
export function App() {
  useRootAttributes();
  useHotkeys();
  useDisarmWhenHidden();
  const restored = deskStore((state) => state.restored);
  const { active, builds } = layoutsStore();
  return (
    <>
      <div className="app">
        <TopBar />
        <Banners />
        <Rail />
        {restored ? (
          <DockArea key={`${active}-${builds}`} layout={active} />
        ) : (
          <main className="main" aria-busy="true" />
        )}
        <BottomBar />
      </div>
      <Overlays />
      <TradingDialogs />
      <ToastRegion />
    </>
  );
}

/** A window that is not to be seen, as behind a locked screen, must not stay armed. */
function useDisarmWhenHidden(): void {
  useEffect(() => {
    const onChange = () => document.hidden && disarm();
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  }, []);
}
