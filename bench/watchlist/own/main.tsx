import '../../../src/renderer/client/jitless.ts';
import '../../../src/renderer/ui/tokens.css';
import '../../../src/renderer/ui/base.css';
import '../../../src/renderer/ui/controls.css';
import '../../../src/renderer/ui/panel.css';
import '../../../src/renderer/ui/table.css';
import '../../../src/renderer/app/dock/dock.css';
import { createRoot } from 'react-dom/client';
import { startDesk } from '../../../src/renderer/app/start-desk.ts';
import { useRootAttributes } from '../../../src/renderer/app/use-root-attributes.ts';
import { WatchlistPanel } from '../../../src/renderer/features/watchlist/WatchlistPanel.tsx';
import { deskStore } from '../../../src/renderer/stores/desk.ts';

/** CSS px. Narrow enough that the panel leaves its sparklines out, which the naive page does not have. */
const WIDTH = 320;

/** The terminal's watchlist alone, on the terminal's own connection, workspace and styles. */
function WatchlistPage() {
  useRootAttributes();
  const restored = deskStore((state) => state.restored);
  return (
    <div style={{ width: WIDTH, height: '100vh' }}>
      <div className="dock-content">{restored ? <WatchlistPanel /> : null}</div>
    </div>
  );
}

startDesk();
createRoot(document.getElementById('root')!).render(<WatchlistPage />);
