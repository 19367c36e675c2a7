import type { Instrument } from '../../../contract/market.ts';
import { useKeyOf } from '../../commands/keys-store.ts';
import { Button } from '../../ui/Button.tsx';
import { focusAtm } from '../trading/actions.ts';

/** In place of the fields for an index: it cannot be traded, its options at the money can. */
export function IndexNotice({ instrument }: { instrument: Instrument }) {
  return (
    <div className="ticket-part index-notice">
      <p>{instrument.name} is an index and cannot be traded. Trade its option at the money instead:</p>
      <div className="row">
        <Button className="grow" hotkey={useKeyOf('atmCall')} onClick={() => focusAtm('CE')}>
          ATM call
        </Button>
        <Button className="grow" hotkey={useKeyOf('atmPut')} onClick={() => focusAtm('PE')}>
          ATM put
        </Button>
      </div>
    </div>
  );
}
