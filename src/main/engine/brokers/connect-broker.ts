import type { Instrument } from '../../../contract/market.ts';
import type { Clock } from '../core/clock.ts';
import type { Broker } from './broker.ts';

/** What a session gives the adapter of a broker to work with. */
export interface BrokerWorld {
  clock: Clock;
  /** Null for an id the desk does not know. */
  instrument: (instrumentId: number) => Instrument | null;
  /** Hears of what failed without a caller to tell. */
  onError: (error: unknown) => void;
}

/** Opens an account at a broker for one session, which closes it. It must not wait for the broker: `books` does. */
export type ConnectBroker = (world: BrokerWorld) => Broker;
