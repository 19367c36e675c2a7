import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { createWatchlist, renameWatchlist } from './watchlists.ts';

/** Names the list in view, or makes another. */
export function ListsDialog({ current, onClose }: { current: string | null; onClose: () => void }) {
  const [name, setName] = useState(current ?? '');
  const given = name.trim();
  const act = (change: (name: string) => void) => {
    if (given === '') return;
    change(given);
    onClose();
  };
  return (
    <Dialog
      title="Lists"
      width={360}
      onClose={onClose}
      foot={
        <>
          <Button disabled={given === '' || current === null || given === current} onClick={() => act(renameWatchlist)}>
            Rename
          </Button>
          <Button look="primary" disabled={given === '' || given === current} onClick={() => act(createWatchlist)}>
            Make a new list
          </Button>
        </>
      }
    >
      <div className="field">
        <label htmlFor="list-name">Name</label>
        <div className="input">
          <input
            id="list-name"
            data-autofocus
            maxLength={40}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
      </div>
      <p className="sub">Rows are moved by dragging, or by Alt with ↑ ↓ on a row’s name; Delete takes one out.</p>
    </Dialog>
  );
}
