import { focusToBasket, focusToPayoff, showChainOfFocus } from '../../features/options/leg-actions.ts';
import { CHAIN_VIEWS, type ChainView } from '../../features/options/chain-columns.ts';
import { showChainView } from '../../features/options/chain-view.ts';
import { showPanel } from '../../stores/layouts-store.ts';
import type { Command } from '../../commands/command.ts';

/** What is done with the option that has the focus, and the looks at its chain. */
export const optionCommands: readonly Command[] = [
  {
    id: 'payoffBuy',
    title: 'Add this option to the payoff, bought',
    group: 'Size and symbol',
    chord: 'A',
    run: () => focusToPayoff(1),
  },
  {
    id: 'payoffSell',
    title: 'Add this option to the payoff, sold',
    group: 'Size and symbol',
    chord: 'Shift+A',
    run: () => focusToPayoff(-1),
  },
  { id: 'legToBasket', title: 'Add this option to the basket', group: 'Orders', chord: 'Shift+M', run: focusToBasket },
  { id: 'chainOfFocus', title: 'Option chain of this underlying', group: 'View', run: showChainOfFocus },
  ...(Object.entries(CHAIN_VIEWS) as [ChainView, { title: string }][]).map(([view, { title }]): Command => ({
    id: `chain-${view}`,
    title: `Option chain: ${title}`,
    group: 'View',
    run: () => {
      showChainView(view);
      showPanel('chain');
    },
  })),
];
