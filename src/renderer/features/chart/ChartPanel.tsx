import { keyOrTitle } from '../../commands/keys-store.ts';
import { useFocus } from '../../stores/focus.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ChartTitle } from './ChartTitle.tsx';
import { ChartView } from './ChartView.tsx';
import { DrawingRail } from './drawings/DrawingRail.tsx';
import { IntervalPicker } from './IntervalPicker.tsx';
import { IndicatorsButton } from './indicators/IndicatorsButton.tsx';
import './chart.css';

/** The chart of the focused instrument. */
export function ChartPanel() {
  const instrument = useFocus();
  if (!instrument) {
    return (
      <Panel name="Chart">
        <EmptyState>
          The chart follows the focus: choose an instrument in the watchlist or press {keyOrTitle('symbolSearch')}.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel
      name="Chart"
      subject={<ChartTitle instrument={instrument} />}
      tools={
        <>
          <IntervalPicker />
          <IndicatorsButton />
        </>
      }
    >
      <div className="drawing-desk">
        <DrawingRail />
        <ChartView instrument={instrument} />
      </div>
    </Panel>
  );
}
