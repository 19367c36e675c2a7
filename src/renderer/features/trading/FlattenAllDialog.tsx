import { useCallback, useEffect, useState } from 'react';
import type { FlattenPreview } from '../../../contract/trading.ts';
import { client } from '../../client/client.ts';
import { CallError, sentenceOf } from '../../client/call-error.ts';
import { announce } from '../../stores/toasts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { price, quantity } from '../../ui/format.ts';
import { closeTradingDialog } from './trading-dialogs.ts';

/** Flatten all: shows every cancel and every leg first; Enter sends exactly that, or shows it anew when the books moved on. */
export function FlattenAllDialog() {
  const [preview, setPreview] = useState<FlattenPreview | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  /** Enter came before the legs were shown. */
  const [early, setEarly] = useState(false);
  const read = useCallback(
    () =>
      client.call('positions.flattenPreview', {}).then(setPreview, (error: unknown) => setNotice(sentenceOf(error))),
    [],
  );
  useEffect(() => {
    void read();
  }, [read]);

  const nothing = preview !== null && preview.legs.length === 0 && preview.cancels === 0;
  const send = async () => {
    if (!preview) setEarly(true);
    if (!preview || nothing || sending) return;
    setSending(true);
    try {
      const { orders } = await client.call('positions.flattenAll', {
        intentId: crypto.randomUUID(),
        token: preview.token,
      });
      closeTradingDialog();
      if (orders.length === 0) announce('info', `${preview.cancels} cancels sent.`);
    } catch (error) {
      setSending(false);
      setNotice(
        error instanceof CallError && error.code === 'PREVIEW_STALE'
          ? 'The books changed since this preview. This is the new one: Enter sends it.'
          : sentenceOf(error),
      );
      await read();
    }
  };
  const confirm = () => void send();
  return (
    <Dialog
      title="Flatten all"
      width={520}
      onClose={closeTradingDialog}
      onEnter={confirm}
      foot={
        <>
          <Button onClick={closeTradingDialog} hotkey="Esc">
            Leave
          </Button>
          <Button look="primary" hotkey="Enter" data-autofocus disabled={nothing} onClick={confirm}>
            Flatten all
          </Button>
        </>
      }
    >
      {notice ? <p className="warn">{notice}</p> : null}
      {preview ? (
        <FlattenLegs preview={preview} />
      ) : notice ? null : (
        <p className={early ? 'warn' : 't3'}>
          {early
            ? 'The books are still being read: nothing was sent. Press Enter once the legs are shown.'
            : 'Reading the books…'}
        </p>
      )}
    </Dialog>
  );
}

function FlattenLegs({ preview }: { preview: FlattenPreview }) {
  const { cancels, legs } = preview;
  if (legs.length === 0 && cancels === 0)
    return <p className="t3">No open position and no live order: nothing to do.</p>;
  return (
    <>
      <p>
        {cancels === 0
          ? 'No live order to cancel.'
          : `First ${cancels} live ${cancels === 1 ? 'order is' : 'orders are'} cancelled.`}{' '}
        {legs.length === 0 ? 'No position is open.' : 'Then these go out at market, inside the protection band:'}
      </p>
      {legs.length === 0 ? null : (
        <table aria-label="Legs of flatten all">
          <thead>
            <tr>
              <th className="l">Symbol</th>
              <th className="l">Side</th>
              <th>Lots</th>
              <th>Quantity</th>
              <th>Near</th>
            </tr>
          </thead>
          <tbody>
            {legs.map((leg) => (
              <tr key={leg.instrumentId}>
                <td className="l">{leg.name}</td>
                <td className={`l b ${leg.side === 'BUY' ? 'up' : 'down'}`}>{leg.side}</td>
                <td>{quantity(leg.lots)}</td>
                <td>{quantity(leg.quantity)}</td>
                <td>{price(leg.estimate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
