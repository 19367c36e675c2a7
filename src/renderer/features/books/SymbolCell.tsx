import { useInstrument } from '../../stores/instruments.ts';
import { expiryText } from '../../ui/expiry-text.ts';
import { focusRow } from './focus-row.ts';

interface SymbolCellProps {
  row: { instrumentId: number; name: string };
  strong?: boolean;
}

/** The name of a row's instrument with its expiry; pressing it gives it the focus. */
export function SymbolCell({ row, strong = false }: SymbolCellProps) {
  const instrument = useInstrument(row.instrumentId);
  const expiry = instrument ? expiryText(instrument) : '';
  return (
    <button
      type="button"
      className={strong ? 'symbol b' : 'symbol'}
      onClick={(event) => {
        event.stopPropagation();
        focusRow(row);
      }}
    >
      {row.name}
      {expiry ? <span className="sub"> {expiry}</span> : null}
    </button>
  );
}
