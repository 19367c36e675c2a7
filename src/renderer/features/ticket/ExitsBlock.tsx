import { useRisk } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { cancelSymbol, closeHalf, closeQuarter, flattenSymbol } from '../trading/actions.ts';

const EXITS = [
  { name: 'Flatten', hotkey: 'F', run: flattenSymbol },
  { name: 'Half', hotkey: 'H', run: closeHalf },
  { name: 'Quarter', hotkey: 'Q', run: closeQuarter },
  { name: 'Cancel', hotkey: 'X', run: cancelSymbol },
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
        {EXITS.map(({ name, hotkey, run }) => (
          <Button key={name} hotkey={hotkey} onClick={run}>
            {name}
          </Button>
        ))}
      </div>
    </section>
  );
}
