import { useLayoutEffect } from 'react';
import type { Instrument } from '../../../contract/market.ts';
import { keyOrTitle, useKeyOf } from '../../commands/keys-store.ts';
import { draftFor, draftSide, useDraftOrder } from '../../stores/draft-order.ts';
import { useFocus } from '../../stores/focus.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Keycap } from '../../ui/Keycap.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { openBasket } from '../trading/actions.ts';
import { BeforeSending } from './BeforeSending.tsx';
import { ExitsBlock } from './ExitsBlock.tsx';
import { IndexNotice } from './IndexNotice.tsx';
import { RiskVerdict } from './RiskVerdict.tsx';
import { SendButton } from './SendButton.tsx';
import { StrikePicker } from './StrikePicker.tsx';
import { TicketFields } from './TicketFields.tsx';
import { TicketSubject } from './TicketSubject.tsx';
import { usePreview } from './use-preview.ts';
import './ticket.css';

/** The order ticket of the focused instrument: what would be sent, what it would do, the send button, and the exits. */
export function OrderTicket() {
  const instrument = useFocus();
  useLayoutEffect(() => {
    if (instrument) draftFor(instrument.id);
  }, [instrument]);
  if (!instrument) {
    return (
      <Panel name="Order ticket">
        <EmptyState>
          The ticket follows the focus: choose an instrument in the watchlist or press {keyOrTitle('symbolSearch')}.
        </EmptyState>
      </Panel>
    );
  }
  const isIndex = instrument.kind === 'INDEX';
  return (
    <Panel name="Order ticket" tools={<TicketTools lotSize={isIndex ? null : instrument.lotSize} />}>
      <div className="ticket">
        {isIndex ? (
          <>
            <div className="ticket-top">
              <TicketSubject instrument={instrument} />
            </div>
            <IndexNotice instrument={instrument} />
          </>
        ) : (
          <TradableTicket instrument={instrument} />
        )}
      </div>
      {isIndex ? null : <SendButton instrument={instrument} />}
      <ExitsBlock />
    </Panel>
  );
}

function TicketTools({ lotSize }: { lotSize: number | null }) {
  const hotkey = useKeyOf('basket');
  return (
    <>
      {lotSize === null ? null : <span className="sub">1 lot = {lotSize}</span>}
      <Button
        small
        title={hotkey === undefined ? 'Basket of orders' : `Basket of orders (${hotkey})`}
        onClick={openBasket}
      >
        Basket
      </Button>
    </>
  );
}

function TradableTicket({ instrument }: { instrument: Instrument }) {
  const side = useDraftOrder((draft) => draft.side);
  const state = usePreview(instrument);
  const keys = { BUY: useKeyOf('buy'), SELL: useKeyOf('sell') };
  const { kind } = instrument;
  return (
    <>
      <div className="ticket-top">
        <Segmented
          fill
          className={`sides ${side}`}
          name="Side"
          value={side}
          onChange={draftSide}
          segments={(['BUY', 'SELL'] as const).map((value) => ({
            value,
            name: value,
            className: value,
            label: (
              <>
                {value} {keys[value] ? <Keycap>{keys[value]}</Keycap> : null}
              </>
            ),
          }))}
        />
        <TicketSubject instrument={instrument} />
        {kind === 'CE' || kind === 'PE' ? <StrikePicker instrument={instrument} kind={kind} /> : null}
        <TicketFields instrument={instrument} />
      </div>
      <BeforeSending instrument={instrument} state={state} />
      <RiskVerdict preview={state.preview} />
    </>
  );
}
