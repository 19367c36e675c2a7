import { useState, type KeyboardEvent } from 'react';
import type { Instrument } from '../../../contract/market.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { dayMonth } from '../../ui/format.ts';
import { Keycap } from '../../ui/Keycap.tsx';
import { capsOf } from '../../commands/chord.ts';
import type { Command } from '../../commands/command.ts';
import './commands.css';
import { chordFor } from '../../commands/keymap.ts';
import { keysStore } from '../../commands/keys-store.ts';
import { closeOverlay } from '../../commands/overlays.ts';
import { rank } from './rank.ts';
import { commands } from '../../commands/command-list.ts';
import { useSymbolSearch } from '../../stores/symbol-search.ts';

interface PaletteProps {
  title: string;
  /** False offers symbols alone. */
  withCommands: boolean;
  onPick: (instrument: Instrument) => void;
}

type Offer = { kind: 'command'; id: string; command: Command } | { kind: 'symbol'; id: string; instrument: Instrument };

const SYMBOLS = 30;

/** Finds an action or a symbol by typing; arrows choose, Enter does it. */
export function CommandPalette({ title, withCommands, onPick }: PaletteProps) {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const instruments = useSymbolSearch(query, SYMBOLS);
  const offers: Offer[] = [
    ...(withCommands ? matching(query) : []),
    ...instruments.map((instrument): Offer => ({ kind: 'symbol', id: `s${instrument.id}`, instrument })),
  ];
  const at = Math.min(chosen, offers.length - 1);
  const take = (offer: Offer | undefined) => {
    if (!offer) return;
    closeOverlay();
    if (offer.kind === 'command') offer.command.run();
    else onPick(offer.instrument);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step) {
      event.preventDefault();
      setChosen(Math.max(0, Math.min(offers.length - 1, at + step)));
    } else if (event.key === 'Enter' && !event.repeat) {
      event.preventDefault();
      take(offers[at]);
    }
  };
  return (
    <Dialog title={title} onClose={closeOverlay} width={560}>
      <div className="input">
        <input
          data-autofocus
          role="combobox"
          aria-label={withCommands ? 'Command or symbol' : 'Symbol'}
          aria-expanded={offers.length > 0}
          aria-controls="palette-offers"
          aria-activedescendant={offers[at] ? `offer-${offers[at].id}` : undefined}
          placeholder={withCommands ? 'Type an action or a symbol' : 'Type a symbol, e.g. nifty 26000 ce'}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the popup of a combobox; a select cannot be one */}
      <div id="palette-offers" className="offers" role="listbox" aria-label="Matches">
        {offers.map((offer, index) => (
          <OfferRow key={offer.id} offer={offer} chosen={index === at} onTake={() => take(offer)} />
        ))}
      </div>
      {offers.length === 0 ? (
        <span className="sub">
          {query === '' ? 'Matches appear as you type.' : 'Nothing has that name. Try fewer letters.'}
        </span>
      ) : null}
    </Dialog>
  );
}

function matching(query: string): Offer[] {
  return commands()
    .filter((command) => !command.keyOnly && (!command.when || command.when()))
    .flatMap((command) => {
      const score = rank(query, `${command.title} ${command.group}`);
      return score === null ? [] : [{ command, score: query.trim() === '' ? 0 : score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => ({ kind: 'command', id: `c${command.id}`, command }));
}

function OfferRow({ offer, chosen, onTake }: { offer: Offer; chosen: boolean; onTake: () => void }) {
  const changes = keysStore((state) => state.changes);
  const chord = offer.kind === 'command' ? chordFor(offer.command, changes) : null;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- Enter in the combobox takes it
    <div
      id={`offer-${offer.id}`}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- belongs to the combobox, which keeps the focus
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      className="offer"
      ref={(row) => {
        if (chosen) row?.scrollIntoView({ block: 'nearest' });
      }}
      onClick={onTake}
    >
      {offer.kind === 'command' ? (
        <>
          <span>{offer.command.title}</span>
          <span className="sub">{offer.command.group}</span>
        </>
      ) : (
        <>
          <b>{offer.instrument.name}</b>
          <span className="sub">
            {offer.instrument.expiry ? dayMonth(offer.instrument.expiry) : offer.instrument.kind} ·{' '}
            {offer.instrument.symbol}
          </span>
        </>
      )}
      <span className="grow" />
      {chord ? <Keycap>{capsOf(chord)}</Keycap> : null}
    </div>
  );
}
