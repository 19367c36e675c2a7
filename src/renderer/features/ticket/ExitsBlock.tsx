import { useKeyOf } from '../../commands/keys-store.ts';
import { runCommand } from '../../commands/run-command.ts';
import { useRisk } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';

const EXITS = [
  { name: 'Flatten', command: 'flatten' },
  { name: 'Half', command: 'closeHalf' },
  { name: 'Quarter', command: 'closeQuarter' },
  { name: 'Cancel', command: 'cancelSymbol' },
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
    </section>
  );
}

function ExitButton({ name, command }: { name: string; command: string }) {
  return (
    <Button hotkey={useKeyOf(command)} onClick={() => runCommand(command)}>
      {name}
    </Button>
  );
}
