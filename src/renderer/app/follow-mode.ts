import { PROTOCOL_VERSION } from '../../contract/protocol.ts';
import type { Status } from '../../contract/desk.ts';
import { client } from '../client/client.ts';
import { sentenceOf } from '../client/call-error.ts';
import { disarm } from '../stores/armed.ts';
import { deskStore } from '../stores/desk.ts';
import { focusInstrument, focusStore } from '../stores/focus.ts';
import { loadInstruments } from '../stores/instruments.ts';
import { quoteBoard } from '../stores/quotes.ts';
import { forgetReplayInstruments, showReplayInstruments } from '../stores/replay-instruments.ts';
import { announce } from '../stores/toasts.ts';
import { statusStore } from '../stores/values.ts';

/** Paper, or one replayed day of one source. */
function marketOf({ mode, replay }: Status): string {
  return replay ? `${mode} ${replay.day} ${replay.source}` : mode;
}

/** A change of mode disarms, drops the other market's quotes, and gives the focus to what this one trades. */
export function followMode(): void {
  let market: string | null = null;
  let paperFocus: number | null = null;
  const follow = () => {
    const { value } = statusStore.getState();
    if (!value || !deskStore.getState().restored) return;
    const before = market;
    market = marketOf(value);
    if (market === before) return;
    if (before !== null) {
      disarm();
      quoteBoard.clear();
    }
    if (value.mode === 'REPLAY') {
      if (before === null || !before.startsWith('REPLAY')) paperFocus = focusStore.getState().instrument?.id ?? null;
      const entered = market;
      enterReplay(() => market === entered).catch((error: unknown) => announce('danger', sentenceOf(error)));
    } else {
      forgetReplayInstruments();
      // Without a connection the focus stays; the frame shows the loss.
      if (before !== null && paperFocus !== null) focusById(paperFocus).catch(() => undefined);
    }
  };
  statusStore.subscribe(follow);
  deskStore.subscribe(follow);
}

/** Lists the day and keeps the focus when the day has it; else its first choice gets it. Nothing once it was left again. */
async function enterReplay(still: () => boolean): Promise<void> {
  const [instruments, hello] = await Promise.all([
    client.call('replay.instruments', {}),
    client.call('app.hello', { protocol: PROTOCOL_VERSION }),
  ]);
  if (!still()) return;
  showReplayInstruments(instruments);
  const focused = focusStore.getState().instrument?.id;
  if (instruments.some(({ id }) => id === focused)) return;
  const tradable = instruments.filter(({ kind }) => kind !== 'INDEX');
  const first = tradable.find(({ id }) => id === hello.firstFocus) ?? tradable[0] ?? instruments[0];
  if (first) focusInstrument(first);
}

async function focusById(id: number): Promise<void> {
  const [instrument] = await loadInstruments([id]);
  if (instrument) focusInstrument(instrument);
}
