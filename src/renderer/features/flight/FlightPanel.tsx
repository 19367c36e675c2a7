import { useEffect } from 'react';
import { hidePanel } from '../../stores/layouts-store.ts';
import { IconButton } from '../../ui/Button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TabStrip } from '../../ui/TabStrip.tsx';
import { flightStore, followFlight, readFlight, showTab } from './flight-view.ts';
import { LatencyView } from './LatencyView.tsx';
import { OrderFlight } from './OrderFlight.tsx';
import './flight.css';

/** The flight recorder: the way of one order, and how long such ways take. */
export function FlightPanel() {
  const tab = flightStore((state) => state.tab);
  useEffect(followFlight, []);
  useEffect(() => {
    if (flightStore.getState().orderId === null) void readFlight('last');
  }, []);
  return (
    <Panel
      name="Flight recorder"
      tools={
        <IconButton name="Close the flight recorder" onClick={() => hidePanel('flight')}>
          <CloseIcon />
        </IconButton>
      }
    >
      <div className="flight-tabs">
        <TabStrip
          name="Flight recorder"
          items={[
            { id: 'order', label: 'Order' },
            { id: 'latency', label: 'Latency' },
          ]}
          selected={tab}
          onSelect={showTab}
        />
      </div>
      {tab === 'order' ? <OrderFlight /> : <LatencyView />}
    </Panel>
  );
}
