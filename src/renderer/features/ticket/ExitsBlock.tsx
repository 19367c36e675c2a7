import { useKeyOf } from '../../commands/keys-store.ts';
import { runCommand } from '../../commands/run-command.ts';
import { useFocus } from '../../stores/focus.ts';
import { usePositions } from '../../stores/tables.ts';
import { useLockOf, useRisk } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { inr } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import { HOMES, lockSentence, lockText, protectionTag, trailText } from '../trading/exit-terms.ts';

const EXITS = [
  { name: 'Flatten', command: 'flatten' },
  { name: 'Half', command: 'closeHalf' },
  { name: 'Quarter', command: 'closeQuarter' },
  { name: 'Cancel', command: 'cancelSymbol' },
  { name: 'Stops', command: 'exits' },
  { name: 'To b/e', command: 'breakEven' },
];

/** Exits of the focused instrument; they work disarmed and while halted. */
export function ExitsBlock() {
  const state = useRisk()?.state ?? 'ACTIVE';
  return (
    <section className="exits" aria-label="Exits">
      <div className="row">
        <h3 className="b">Exits</h3>
        <span className="sub">{state === 'ACTIVE' ? 'never need arming' : `work while ${state.toLowerCase()}`}</span>
      </div>
      <div className="exit-buttons">
        {EXITS.map((exit) => (
          <ExitButton key={exit.command} {...exit} />
        ))}
      </div>
      <Guards />
    </section>
  );
}

/** What protects the position in focus: its stop, where that is held and how it trails, and its profit lock. */
function Guards() {
  const focus = useFocus()?.id;
  const position = usePositions().find((row) => row.instrumentId === focus && row.netQty !== 0);
  const lock = useLockOf(focus ?? 0);
  if (position === undefined) return null;
  const { slPrice, stopHome, trail } = position;
  const tag = protectionTag(position);
  return (
    <div className="guards">
      {slPrice === null || stopHome === null ? (
        <span className="t2">No stop protects the position.</span>
      ) : (
        <span>
          <span className="t3">Stop</span> {inr(slPrice)} <span className="t2">{HOMES[stopHome]}</span>
          {tag === null ? null : (
            <>
              {' '}
              <Tag tone={tag.tone}>{tag.word}</Tag>
            </>
          )}
        </span>
      )}
      {tag === null ? null : <span className={tag.tone === 'danger' ? 'danger' : 't2'}>{tag.sentence}</span>}
      {trail === null ? null : (
        <span>
          <span className="t3">Trail</span> <span className="t2">{trailText(trail)}</span>
        </span>
      )}
      {lock === null ? null : (
        <span title={lockSentence(lock)}>
          <span className="t3">Profit lock</span> <span className="t2">{lockText(lock)}</span>
        </span>
      )}
    </div>
  );
}

function ExitButton({ name, command }: { name: string; command: string }) {
  return (
    <Button hotkey={useKeyOf(command)} onClick={() => runCommand(command)}>
      {name}
    </Button>
  );
}
