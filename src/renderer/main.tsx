import './client/jitless.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/panel.css';
import './ui/table.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { startDesk } from './app/start-desk.ts';

startDesk();
createRoot(document.getElementById('root')!).render(<App />);
