import './client/jitless.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/panel.css';
import './ui/table.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { startDesk } from './app/start-desk.ts';

// A new link opened in this tab changes the fragment alone; its token is taken by a fresh start.
window.addEventListener('hashchange', () => location.reload());

startDesk();
createRoot(document.getElementById('root')!).render(<App />);
