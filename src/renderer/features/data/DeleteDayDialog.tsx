import { useState } from 'react';
import type { DataDay } from '../../../contract/data.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { dayMonthYear, quantity } from '../../ui/format.ts';
import { sourceName } from '../review/source-name.ts';
import { deleteDay } from './data-desk.ts';
import { bytesText } from './data-text.ts';

/** Names what goes, and goes on only when the day was typed. */
export function DeleteDayDialog({ day, onClose }: { day: DataDay; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const sure = typed.trim() === day.day && !busy;
  const go = async () => {
    if (!sure) return;
    setBusy(true);
    const gone = await deleteDay({ day: day.day, source: day.source });
    setBusy(false);
    if (gone) onClose();
  };
  return (
    <Dialog
      title={`Delete ${dayMonthYear(day.day)}`}
      onClose={onClose}
      onEnter={() => void go()}
      foot={
        <>
          <span className="grow" />
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" disabled={!sure} onClick={() => void go()}>
            Delete for good
          </Button>
        </>
      }
    >
      <p>
        {sourceName(day.source)}: <b className="b">{quantity(day.ticks)} ticks</b> of {quantity(day.symbols)}{' '}
        {day.symbols === 1 ? 'symbol' : 'symbols'}, {quantity(day.bars)} bars and {quantity(day.chainRows)} chain rows
        {day.archiveBytes > 0 ? `, with archived files of ${bytesText(day.archiveBytes)}` : ''}. Charts, replay and SQL
        have nothing of this day then, and nothing brings it back. Orders, trades and the journal stay.
      </p>
      <div className="field">
        <label htmlFor="delete-day">Type {day.day} to delete it</label>
        <div className="input">
          <input
            id="delete-day"
            data-autofocus
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
      </div>
    </Dialog>
  );
}
