import type { Instrument } from '../../../contract/market.ts';
import { useKeyOf } from '../../commands/keys-store.ts';
import { useArmed } from '../../stores/armed.ts';
import { useConnection } from '../../stores/connection.ts';
import { useDraftOrder } from '../../stores/draft-order.ts';
import { useQuote } from '../../stores/quotes.ts';
import { usePositions } from '../../stores/tables.ts';
import { useMode, useRisk } from '../../stores/values.ts';
import { Keycap } from '../../ui/Keycap.tsx';
import { sendEntry } from '../trading/send-order.ts';
import { onlyReduces } from '../trading/trading-words.ts';
import { draftPrices } from './draft-prices.ts';
import { sendCommand, sendLabel } from './ticket-words.ts';

/** Sends the draft as it stands; dashed, with the reason, when it cannot. */
export function SendButton({ instrument }: { instrument: Instrument }) {
  const draft = useDraftOrder();
  const armed = useArmed();
  const connected = useConnection().kind === 'connected';
  const mode = useMode() ?? 'PAPER';
  const state = useRisk()?.state ?? 'ACTIVE';
  const netQty = usePositions().find((row) => row.instrumentId === instrument.id)?.netQty ?? 0;
  const prices = draftPrices(draft, useQuote(instrument.id), instrument.tickSize);
  const reduces = onlyReduces(netQty, draft.side, draft.lots * instrument.lotSize);
  const armKey = useKeyOf('arm');
  const label = sendLabel(draft, prices, { mode, connected, armed, armKey, state, reduces });
  const command = sendCommand(draft);
  const hotkey = useKeyOf(command ?? '');
  const { side, orderType, validity } = draft;
  const send = () => void sendEntry(instrument, { side, orderType, validity, ...prices }, command);
  return (
    <div className="ticket-part">
      <button type="button" className={`send ${draft.side}`} disabled={!label.enabled} onClick={send}>
        {label.text}
        {label.enabled && hotkey ? <Keycap>{hotkey}</Keycap> : null}
      </button>
    </div>
  );
}
