import type { Instrument } from '../../../contract/market.ts';
import { focusInstrument } from '../../stores/focus.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { focusAtm } from '../trading/actions.ts';
import { otherSide, STRIKE_OFFSETS, useStrikes } from './use-strikes.ts';

/** Strike by its distance from the money, and the side of the option. */
export function StrikePicker({ instrument, kind }: { instrument: Instrument; kind: 'CE' | 'PE' }) {
  const strikes = useStrikes(instrument);
  const at = strikes.findIndex(({ id }) => id === instrument.id);
  const turn = async (wanted: 'CE' | 'PE') => {
    if (wanted === kind) return;
    const other = await otherSide(instrument, wanted).catch(() => undefined);
    if (other) focusInstrument(other);
    else focusAtm(wanted);
  };
  return (
    <div className="row">
      <Segmented
        fill
        className="grow strikes"
        name="Strike from the money"
        value={STRIKE_OFFSETS[at] ?? null}
        onChange={(offset) => focusAtm(kind, offset)}
        segments={STRIKE_OFFSETS.map((offset) => ({ value: offset, label: offsetText(offset) }))}
      />
      <Segmented
        fill
        className="grow"
        name="Call or put"
        value={kind}
        onChange={(wanted) => void turn(wanted)}
        segments={[
          { value: 'CE', label: 'CE', name: 'Call' },
          { value: 'PE', label: 'PE', name: 'Put' },
        ]}
      />
    </div>
  );
}

function offsetText(offset: number): string {
  if (offset === 0) return 'ATM';
  return offset > 0 ? `+${offset}` : `−${-offset}`;
}
