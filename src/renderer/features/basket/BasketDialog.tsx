import { useState } from 'react';
import type { BasketResult } from '../../../contract/basket.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { keyOrTitle } from '../../commands/keys-store.ts';
import { useArmed } from '../../stores/armed.ts';
import { useFocus } from '../../stores/focus.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { closeTradingDialog } from '../trading/trading-dialogs.ts';
import { BasketLegs } from './BasketLegs.tsx';
import { BasketMaker } from './BasketMaker.tsx';
import { BasketMoney } from './BasketMoney.tsx';
import { BasketOutcome } from './BasketOutcome.tsx';
import { draftBasketStore } from './draft-basket.ts';
import { basketOf, useBasketPreview } from './use-basket-preview.ts';
import './basket.css';

/** Puts a basket together, shows what it would do, places it as one, and says how it ended. */
export function BasketDialog() {
  const focus = useFocus();
  const draft = draftBasketStore();
  const { preview, problem } = useBasketPreview(draft);
  const armed = useArmed();
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [result, setResult] = useState<BasketResult | null>(null);
  const ready = armed && !sending && preview !== null && preview.denial === null;
  const run = async (asked: Promise<BasketResult>) => {
    setSending(true);
    setFailure(null);
    try {
      setResult(await asked);
    } catch (error) {
      setFailure(sentenceOf(error));
    }
    setSending(false);
  };
  const place = () => {
    if (ready && result === null) void run(client.call('baskets.place', basketOf(draft)));
  };
  const asks = result !== null && result.rollback.length > 0 && (result.state === 'ASKS' || result.state === 'OPEN');
  return (
    <Dialog
      title={focus === undefined ? 'Basket' : `Basket · ${focus.underlying}`}
      width={620}
      onClose={closeTradingDialog}
      onEnter={result === null ? place : closeTradingDialog}
      foot={
        result === null ? (
          <>
            <Button onClick={closeTradingDialog} hotkey="Esc">
              Leave
            </Button>
            <Button look="primary" hotkey="Enter" disabled={!ready} onClick={place}>
              {armed ? (sending ? 'Placing…' : 'Place the basket') : `Arm with ${keyOrTitle('arm')} to place`}
            </Button>
          </>
        ) : (
          <>
            {asks ? (
              <Button
                look="danger"
                disabled={sending}
                onClick={() => void run(client.call('baskets.rollback', { basketId: result.basketId }))}
              >
                Take back what is filled
              </Button>
            ) : null}
            <Button look="primary" hotkey="Enter" data-autofocus onClick={closeTradingDialog}>
              {asks ? 'Keep it' : 'Close'}
            </Button>
          </>
        )
      }
    >
      {failure === null ? null : <p className="danger selectable">{failure}</p>}
      {result === null ? (
        <>
          <BasketMaker focus={focus} onProblem={setFailure} />
          <BasketLegs draft={draft} preview={preview} />
          {problem === null ? null : <p className="danger selectable">{problem}</p>}
          {preview === null ? null : <BasketMoney preview={preview} />}
        </>
      ) : (
        <BasketOutcome result={result} />
      )}
    </Dialog>
  );
}
