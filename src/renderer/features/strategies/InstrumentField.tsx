import { useId, useState, type KeyboardEvent } from 'react';
import { useFocus } from '../../stores/focus.ts';
import { keepInstruments, useInstrument } from '../../stores/instruments.ts';
import { useSymbolSearch } from '../../stores/symbol-search.ts';
import type { Instrument } from '../../../contract/market.ts';
import { Button } from '../../ui/Button.tsx';
import { instrumentText } from '../../ui/expiry-text.ts';

const OFFERS = 6;

interface InstrumentFieldProps {
  name: string;
  value: number | null;
  onChange: (instrumentId: number) => void;
  disabled?: boolean;
}

/** A contract found by typing: arrows choose, Enter takes; or the one that has the focus of the window. */
export function InstrumentField({ name, value, onChange, disabled = false }: InstrumentFieldProps) {
  const id = useId();
  const chosen = useInstrument(value ?? undefined);
  const focused = useFocus();
  const [query, setQuery] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const offers = useSymbolSearch(query ?? '', OFFERS).filter(({ kind }) => kind !== 'INDEX');
  const take = (instrument: Instrument | undefined) => {
    if (!instrument) return;
    keepInstruments([instrument]);
    onChange(instrument.id);
    setQuery(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setAt(Math.max(0, Math.min(offers.length - 1, at + step)));
    else if (event.key === 'Enter' && offers.length > 0) take(offers[at]);
    else if (event.key === 'Escape' && query !== null) setQuery(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="field instrument-field">
      <label htmlFor={id}>{name}</label>
      <div className="input">
        <input
          id={id}
          role="combobox"
          aria-expanded={offers.length > 0}
          aria-controls={`${id}-offers`}
          aria-activedescendant={offers[at] ? `${id}-${offers[at].id}` : undefined}
          autoComplete="off"
          spellCheck={false}
          disabled={disabled}
          placeholder="Type a symbol, e.g. nifty fut"
          value={query ?? (chosen ? instrumentText(chosen) : '')}
          onFocus={(event) => event.target.select()}
          onChange={({ target }) => {
            setQuery(target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setQuery(null)}
        />
        {focused && focused.kind !== 'INDEX' && focused.id !== value && !disabled ? (
          <Button small look="ghost" onClick={() => take(focused)}>
            Use {focused.name}
          </Button>
        ) : null}
      </div>
      {offers.length > 0 ? (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the popup of a combobox; a select cannot be one
        <div id={`${id}-offers`} className="instrument-offers" role="listbox" aria-label={`Matches for ${name}`}>
          {offers.map((offer, index) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- Enter in the combobox takes it
            <div
              key={offer.id}
              id={`${id}-${offer.id}`}
              // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- belongs to the combobox, which keeps the focus
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              // Before the field is left, which would close the list.
              onPointerDown={(event) => {
                event.preventDefault();
                take(offer);
              }}
            >
              <b>{offer.name}</b> <span className="sub">{offer.symbol}</span>
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}
