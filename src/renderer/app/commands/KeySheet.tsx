import { useEffect, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Keycap } from '../../ui/Keycap.tsx';
import { capsOf, chordOf } from '../../commands/chord.ts';
import { COMMAND_GROUPS, type Command } from '../../commands/command.ts';
import { Credits } from '../Credits.tsx';
import './commands.css';
import { chordFor } from '../../commands/keymap.ts';
import { changeKey, keyOrTitle, keysStore, resetKeys } from '../../commands/keys-store.ts';
import { commands } from '../../commands/command-list.ts';

/** Every key on one sheet; a press on a key changes it. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const changes = keysStore((state) => state.changes);
  const [editing, setEditing] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  useCapture(editing, (sentence) => {
    setRefusal(sentence);
    setEditing(null);
  });
  return (
    <Dialog
      title="Keys"
      width={760}
      onClose={onClose}
      foot={
        <>
          <output className={refusal ? 'danger grow' : 'sub grow'}>
            {refusal ?? 'Press a key’s button, then the new key. Backspace takes it away, Esc leaves it.'}
          </output>
          <Button disabled={Object.keys(changes).length === 0} onClick={resetKeys}>
            Keys as they came
          </Button>
        </>
      }
    >
      <div className="key-groups">
        {COMMAND_GROUPS.map((group) => {
          const members = commands().filter(
            (command) => command.group === group && (command.chord ?? changes[command.id]),
          );
          return members.length === 0 ? null : (
            <section key={group} className="key-group" aria-label={group}>
              <h3>{group}</h3>
              {members.map((command) => (
                <KeyRow
                  key={command.id}
                  command={command}
                  editing={editing === command.id}
                  onEdit={() => {
                    setRefusal(null);
                    setEditing(command.id);
                  }}
                />
              ))}
            </section>
          );
        })}
      </div>
      <p className="sub">
        Entries need ARMED; exits never do. In a text field only {keyOrTitle('kill')}, Alt F and Alt X act. A held key
        counts once.
      </p>
      <Credits />
    </Dialog>
  );
}

function KeyRow({ command, editing, onEdit }: { command: Command; editing: boolean; onEdit: () => void }) {
  const changes = keysStore((state) => state.changes);
  const chord = chordFor(command, changes);
  return (
    <div className="key-row">
      <span>{command.title}</span>
      {command.textChord ? <Keycap>{capsOf(command.textChord)}</Keycap> : null}
      <button
        type="button"
        className={editing ? 'key-edit on' : 'key-edit'}
        aria-label={`Change the key of ${command.title}${chord ? `, now ${capsOf(chord)}` : ''}`}
        onClick={onEdit}
      >
        {editing ? 'press a key' : chord ? <Keycap>{capsOf(chord)}</Keycap> : <span className="t3">none</span>}
      </button>
    </div>
  );
}

/** Takes the next key for the command being edited, before anything else sees it. */
function useCapture(commandId: string | null, done: (refusal: string | null) => void): void {
  useEffect(() => {
    if (commandId === null) return undefined;
    const take = (event: KeyboardEvent) => {
      const chord = chordOf(event);
      if (chord === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key === 'Escape') done(null);
      else done(changeKey(commandId, event.key === 'Backspace' ? null : chord));
    };
    window.addEventListener('keydown', take, { capture: true });
    return () => window.removeEventListener('keydown', take, { capture: true });
  });
}
