import { create } from 'zustand';
import { client } from '../client/client.ts';
import type { ConnectionState } from '../client/desk-client.ts';

export const connectionStore = create<{ state: ConnectionState }>(() => ({ state: client.state }));
client.onState((state) => connectionStore.setState({ state }));

export const useConnection = (): ConnectionState => connectionStore((store) => store.state);
/** True while calls can be made; trading actions do nothing otherwise. */
export const isConnected = (): boolean => connectionStore.getState().state.kind === 'connected';
