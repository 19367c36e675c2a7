import { useEffect } from 'react';
import { useKeyOf } from '../../../commands/keys-store.ts';
import { openOverlay } from '../../../commands/overlays.ts';
import { Button } from '../../../ui/Button.tsx';
import { restoreIndicators, useIndicators } from './indicator-store.ts';

/** Opens the choice of indicators; tells how many there are. */
export function IndicatorsButton() {
  const { length } = useIndicators();
  const key = useKeyOf('indicators');
  useEffect(() => {
    // Without what was saved the chart begins without indicators.
    restoreIndicators().catch(() => undefined);
  }, []);
  return (
    <Button
      small
      title={key ? `Indicators (${key})` : 'Indicators'}
      onClick={() => openOverlay({ kind: 'indicators' })}
    >
      Indicators {length > 0 ? <span className="t3">{length}</span> : null}
    </Button>
  );
}
