import { useEffect } from 'react';
import { focusInstrument, useFocus } from '../../stores/focus.ts';
import { hidePanel } from '../../stores/layouts-store.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { ChartTitle } from './ChartTitle.tsx';
import { ChartView } from './ChartView.tsx';
import { followUnderlying, keepInstrument, restoreSecondChart, useSecondChart } from './second-chart.ts';
import './chart.css';

/** A chart beside the focused one, with the same bars and clock: the underlying of the focus, or what was kept here. */
export function SecondChartPanel() {
  const focused = useFocus();
  const { shows, kept, instrument } = useSecondChart(focused);
  useEffect(() => {
    // Without the saved choice it shows the underlying.
    restoreSecondChart().catch(() => undefined);
  }, []);
  const tools = (
    <>
      <Segmented
        name="Second chart shows"
        value={shows}
        segments={[
          { value: 'underlying', label: 'Index', name: 'The index of the focus' },
          {
            value: 'kept',
            label: 'Kept',
            name: kept ? `${kept.name}, wherever the focus goes` : 'The focus of now, kept',
          },
        ]}
        onChange={(value) => (value === 'underlying' ? followUnderlying() : keepInstrument(kept ?? focused))}
      />
      {shows === 'kept' && focused && focused.id !== kept?.id ? (
        <Button
          small
          title={`Show ${focused.name} here, wherever the focus goes`}
          onClick={() => keepInstrument(focused)}
        >
          Keep the focus
        </Button>
      ) : null}
      {instrument && instrument.id !== focused?.id ? (
        <Button small title={`Give ${instrument.name} the focus`} onClick={() => focusInstrument(instrument)}>
          Focus
        </Button>
      ) : null}
      <IconButton name="Close the second chart" onClick={() => hidePanel('chart2')}>
        <CloseIcon />
      </IconButton>
    </>
  );
  return (
    <Panel name="Second chart" subject={instrument ? <ChartTitle instrument={instrument} /> : undefined} tools={tools}>
      {instrument ? (
        <ChartView key={instrument.id} instrument={instrument} drawn={false} />
      ) : (
        <EmptyState>
          The index of the focused instrument is not in this market: keep another instrument here.
        </EmptyState>
      )}
    </Panel>
  );
}
