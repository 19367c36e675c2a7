import {
  buyAtMarket,
  cancelEverything,
  cancelSymbol,
  closeHalf,
  closeQuarter,
  closeThreeQuarters,
  flattenSymbol,
  focusAtm,
  joinAsk,
  joinBid,
  lotsDown,
  lotsUp,
  openBasket,
  openExits,
  openFlattenAll,
  openKill,
  openTargetPosition,
  reversePosition,
  sellAtMarket,
  setLots,
  stepStrike,
  stopToBreakEven,
} from '../../features/trading/actions.ts';
import { LOT_PRESETS } from '../../stores/draft-order.ts';
import { isArmed, toggleArmed } from '../../stores/armed.ts';
import { isConnected } from '../../stores/connection.ts';
import { openOverlay } from '../../commands/overlays.ts';
import type { Command } from '../../commands/command.ts';

/** Entries, exits, size and symbol. Entries ask for ARMED themselves. */
export const tradeCommands: readonly Command[] = [
  { id: 'arm', title: 'Arm or disarm entries', group: 'Orders', chord: 'Ctrl+Space', run: toggleWhenConnected },
  { id: 'buy', title: 'Buy at market with protection', group: 'Orders', chord: 'B', run: buyAtMarket },
  { id: 'sell', title: 'Sell at market with protection', group: 'Orders', chord: 'S', run: sellAtMarket },
  { id: 'joinBid', title: 'Buy at the bid (join)', group: 'Orders', chord: 'Shift+B', run: joinBid },
  { id: 'joinAsk', title: 'Sell at the ask (join)', group: 'Orders', chord: 'Shift+S', run: joinAsk },
  { id: 'reverse', title: 'Reverse this position', group: 'Orders', chord: 'R', run: reversePosition },
  { id: 'basket', title: 'Basket of orders', group: 'Orders', chord: 'M', run: openBasket },
  {
    id: 'targetPosition',
    title: 'Target position in lots',
    group: 'Orders',
    chord: 'Shift+T',
    run: openTargetPosition,
  },

  {
    id: 'cancelSymbol',
    title: 'Cancel orders of this symbol',
    group: 'Exits',
    chord: 'X',
    textChord: 'Alt+X',
    run: cancelSymbol,
  },
  { id: 'cancelAll', title: 'Cancel all orders', group: 'Exits', chord: 'Shift+X', run: cancelEverything },
  { id: 'flatten', title: 'Flatten this symbol', group: 'Exits', chord: 'F', textChord: 'Alt+F', run: flattenSymbol },
  { id: 'exits', title: 'Stop, trail, target and profit lock', group: 'Exits', chord: 'T', run: openExits },
  { id: 'breakEven', title: 'Stop to break-even', group: 'Exits', chord: 'E', run: stopToBreakEven },
  { id: 'flattenAll', title: 'Flatten all (with preview)', group: 'Exits', chord: 'Shift+F', run: openFlattenAll },
  { id: 'closeHalf', title: 'Close half', group: 'Exits', chord: 'H', run: closeHalf },
  { id: 'closeQuarter', title: 'Close a quarter', group: 'Exits', chord: 'Q', run: closeQuarter },
  {
    id: 'closeThreeQuarters',
    title: 'Close three quarters',
    group: 'Exits',
    chord: 'Shift+Q',
    run: closeThreeQuarters,
  },
  { id: 'kill', title: 'Kill switch', group: 'Exits', chord: 'Ctrl+Shift+K', inText: true, run: openKill },

  { id: 'lotsUp', title: 'One lot more', group: 'Size and symbol', chord: '↑', keyOnly: true, run: lotsUp },
  { id: 'lotsDown', title: 'One lot less', group: 'Size and symbol', chord: '↓', keyOnly: true, run: lotsDown },
  ...LOT_PRESETS.map((lots): Command => ({
    id: `lots${lots}`,
    title: lots === 1 ? '1 lot' : `${lots} lots`,
    group: 'Size and symbol',
    chord: String(lots),
    run: () => setLots(lots),
  })),
  { id: 'atmCall', title: 'Focus the ATM call', group: 'Size and symbol', chord: 'C', run: () => focusAtm('CE') },
  { id: 'atmPut', title: 'Focus the ATM put', group: 'Size and symbol', chord: 'P', run: () => focusAtm('PE') },
  { id: 'strikeDown', title: 'One strike down', group: 'Size and symbol', chord: '[', run: () => stepStrike(-1) },
  { id: 'strikeUp', title: 'One strike up', group: 'Size and symbol', chord: ']', run: () => stepStrike(1) },
  ...[1, 2].flatMap((steps): Command[] => [
    {
      id: `call${steps}`,
      title: `Focus the call ${steps} out of the money`,
      group: 'Size and symbol',
      chord: `O ${steps}`,
      run: () => focusAtm('CE', steps),
    },
    {
      id: `put${steps}`,
      title: `Focus the put ${steps} out of the money`,
      group: 'Size and symbol',
      chord: `I ${steps}`,
      run: () => focusAtm('PE', -steps),
    },
  ]),
  {
    id: 'symbolSearch',
    title: 'Search a symbol',
    group: 'Size and symbol',
    chord: '/',
    run: () => openOverlay({ kind: 'symbols', title: 'Search a symbol', onPick: null }),
  },
];

/** Without a connection nothing can be sent, so nothing is armed. */
function toggleWhenConnected(): void {
  if (isArmed() || isConnected()) toggleArmed();
}
