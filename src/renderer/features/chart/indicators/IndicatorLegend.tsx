import { indicatorOf } from '../../../../indicators/registry.ts';
import { openOverlay } from '../../../commands/overlays.ts';
import { CloseIcon } from '../../../ui/icons.tsx';
import type { ChosenIndicator } from './chosen-indicators.ts';
import { removeIndicator } from './indicator-store.ts';
import { chosenName, usesPen } from './indicator-words.ts';
import { penToken } from './pens.ts';
import './indicators.css';

/** Name and figures of one indicator; the chart writes the figures as bars and crosshair move. */
export function LegendItem({ chosen }: { chosen: ChosenIndicator }) {
  const name = chosenName(chosen);
  const indicator = indicatorOf(chosen.id)!;
  const titles = indicator.outputs.map(({ title }) => title);
  const color = usesPen(indicator) ? penToken(chosen.pen) : '--text-3';
  return (
    <span className="legend-item" style={{ '--c': `var(${color})` } as React.CSSProperties}>
      <button
        type="button"
        className="legend-name"
        title={`${titles.join(', ')}: change`}
        onClick={() => openOverlay({ kind: 'indicators', first: chosen.key })}
      >
        {name}
      </button>
      <span className="t2" data-figure={chosen.key} />
      <button type="button" className="x" aria-label={`Remove ${name}`} onClick={() => removeIndicator(chosen.key)}>
        <CloseIcon />
      </button>
    </span>
  );
}
