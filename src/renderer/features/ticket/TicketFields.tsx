import type { Instrument } from '../../../contract/market.ts';
import {
  draftLeg,
  draftLots,
  draftPrice,
  draftTrigger,
  draftType,
  draftValidity,
  LOT_PRESETS,
  MAX_LOTS,
  ticketType,
  useDraftOrder,
  type DraftOrder,
} from '../../stores/draft-order.ts';
import { useQuote } from '../../stores/quotes.ts';
import { quantity, signed } from '../../ui/format.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { draftPrices, draftProtection, entryPrice, type DraftProtection } from './draft-prices.ts';
import { placeText } from './ticket-words.ts';

/** Type, validity, lots, price, trigger, stop and target of the draft, and the lot presets. */
export function TicketFields({ instrument }: { instrument: Instrument }) {
  const draft = useDraftOrder();
  const quote = useQuote(instrument.id);
  const { price, triggerPrice } = draftPrices(draft, quote, instrument.tickSize);
  const entry = draft.isStop ? triggerPrice : entryPrice(draft, quote);
  const protection = draftProtection(draft, entry, instrument.tickSize);
  const paise = { scale: 100, digits: 2, step: instrument.tickSize, min: instrument.tickSize };
  return (
    <>
      <Segmented
        fill
        name="Order type"
        value={ticketType(draft)}
        onChange={draftType}
        segments={[
          { value: 'MARKET', label: 'Market' },
          { value: 'LIMIT', label: 'Limit' },
          { value: 'SL-L', label: 'SL-L', name: 'Stop with a limit' },
          { value: 'SL-M', label: 'SL-M', name: 'Stop at market, protected' },
        ]}
      />
      <Segmented
        fill
        name="Validity"
        value={draft.validity}
        onChange={draftValidity}
        segments={[
          { value: 'DAY', label: 'Day', name: 'Rests until the session ends' },
          {
            value: 'IOC',
            label: 'IOC',
            name: 'Immediate or cancel',
            disabled: draft.isStop,
            ...(draft.isStop ? { title: 'A stop rests until it is triggered' } : {}),
          },
        ]}
      />
      <div className="ticket-fields">
        <NumberField
          name="Lots"
          id="ticket-lots"
          hint={<span className="t2">= {quantity(draft.lots * instrument.lotSize)} qty</span>}
          value={draft.lots}
          onChange={(lots) => draftLots(lots ?? 1)}
          step={1}
          min={1}
          max={MAX_LOTS}
        />
        {draft.orderType === 'LIMIT' ? (
          <NumberField
            name="Price"
            id="ticket-price"
            hint={<span className="t2">{draft.isStop ? 'once triggered' : placeText(price, quote)}</span>}
            value={price}
            onChange={draftPrice}
            origin={quote?.ltp || null}
            optional
            {...paise}
          />
        ) : (
          <div className="field">
            <span className="lbl">Price</span>
            <div className="input market-price">at market, protected</div>
          </div>
        )}
        {draft.isStop ? (
          <NumberField
            name="Trigger"
            id="ticket-trigger"
            hint={<span className="t2">{placeText(triggerPrice, quote)}</span>}
            value={triggerPrice}
            onChange={draftTrigger}
            origin={quote?.ltp || null}
            optional
            {...paise}
          />
        ) : null}
        {(['stop', 'target'] as const).map((leg) => (
          <LegField key={leg} leg={leg} draft={draft} entry={entry} protection={protection} paise={paise} />
        ))}
      </div>
      <div className="row lot-presets">
        <span className="lbl grow">Lot presets</span>
        {LOT_PRESETS.map((lots) => (
          <button
            key={lots}
            type="button"
            className="key"
            aria-label={lots === 1 ? '1 lot' : `${lots} lots`}
            aria-pressed={draft.lots === lots}
            onClick={() => draftLots(lots)}
          >
            {lots}
          </button>
        ))}
      </div>
    </>
  );
}

interface LegFieldProps {
  leg: 'stop' | 'target';
  draft: DraftOrder;
  entry: number | null;
  protection: DraftProtection;
  paise: { scale: number; digits: number; step: number; min: number };
}

function LegField({ leg, draft, entry, protection, paise }: LegFieldProps) {
  const name = leg === 'stop' ? 'Stop' : 'Target';
  const price = leg === 'stop' ? protection.slPrice : protection.tpPrice;
  if (!draft[leg].on || price === null || entry === null) {
    return (
      <div className="field">
        <span className="lbl">{name}</span>
        <Button className="add-leg" disabled={entry === null} onClick={() => draftLeg(leg, { on: true })}>
          Add {leg}
        </Button>
      </div>
    );
  }
  const r = leg === 'target' && protection.r !== null ? ` · ${Number(protection.r.toFixed(1))} R` : '';
  return (
    <div className="leg-field">
      <NumberField
        name={name}
        id={`ticket-${leg}`}
        hint={
          <span className={leg === 'stop' ? 'down' : 'up'}>
            {signed(price - entry)}
            {r}
          </span>
        }
        value={price}
        onChange={(at) => draftLeg(leg, at === null ? { on: false } : { distance: Math.abs(at - entry) })}
        optional
        {...paise}
      />
      <IconButton name={`Remove the ${leg}`} onClick={() => draftLeg(leg, { on: false })}>
        <CloseIcon />
      </IconButton>
    </div>
  );
}
