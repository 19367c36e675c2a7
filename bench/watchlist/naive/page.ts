import { createElement, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

interface Row {
  symbol: string;
  ltp: number;
  prevClose: number;
}

declare global {
  interface Window {
    /** Updates taken so far. */
    taken: number;
  }
}
window.taken = 0;

/** The watchlist as it is first written: the state is the list, each message sets it, each row is in the page. */
function Watchlist() {
  const [rows, setRows] = useState<Row[]>([]);
  useEffect(() => {
    const socket = new WebSocket(`ws://${location.host}`);
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const message = JSON.parse(data) as { rows: Row[] } | { place: number; ltp: number };
      if ('rows' in message) return setRows(message.rows);
      window.taken++;
      setRows((before) => before.map((row, place) => (place === message.place ? { ...row, ltp: message.ltp } : row)));
    });
    return () => socket.close();
  }, []);
  return createElement(
    'table',
    { 'aria-label': 'Watchlist' },
    createElement(
      'thead',
      null,
      createElement(
        'tr',
        null,
        createElement('th', null, 'Symbol'),
        createElement('th', null, 'LTP'),
        createElement('th', null, 'Chg %'),
      ),
    ),
    createElement(
      'tbody',
      null,
      rows.map(({ symbol, ltp, prevClose }) =>
        createElement(
          'tr',
          { key: symbol },
          createElement('td', null, symbol),
          createElement('td', null, (ltp / 100).toFixed(2)),
          createElement('td', null, (((ltp - prevClose) / prevClose) * 100).toFixed(2)),
        ),
      ),
    ),
  );
}

createRoot(document.getElementById('root')!).render(createElement(Watchlist));
