import { useState } from 'react';
import { create } from 'zustand';
import { sentenceOf } from '../../client/call-error.ts';
import { optionChainStore, pricedChain } from '../../stores/option-chain.ts';
import { setPayoffLegs } from '../../stores/payoff-legs.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { dayMonth } from '../../ui/format.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { inChain, legsOfTemplate, onNearestExpiry, TEMPLATES } from './templates.ts';
import type { Template, TemplateChoice } from './templates.ts';

const choiceStore = create<TemplateChoice>(() => ({
  template: 'IRON_CONDOR',
  side: 'SELL',
  centre: 0,
  width: 4,
  lots: 1,
}));
const choose = (change: Partial<TemplateChoice>): void => choiceStore.setState(change);

/** Chooses a premade position around the money of the chain in view, else of the nearest expiry; its legs replace those of the builder. */
export function TemplateDialog({ underlying, onClose }: { underlying: string; onClose: () => void }) {
  const choice = choiceStore();
  const { template, side, centre, width, lots } = choice;
  const expiry = optionChainStore((state) => (state.underlying === underlying ? state.expiry : null));
  const [failure, setFailure] = useState<string | null>(null);
  const [reading, setReading] = useState(false);
  const fill = async () => {
    if (reading) return;
    setReading(true);
    try {
      const chain = await pricedChain(underlying);
      setPayoffLegs(await legsOfTemplate(choice, chain ? inChain(chain) : onNearestExpiry(underlying)));
      onClose();
    } catch (error) {
      setFailure(sentenceOf(error));
      setReading(false);
    }
  };
  return (
    <Dialog
      title={`Template · ${underlying}`}
      width={520}
      onClose={onClose}
      onEnter={() => void fill()}
      foot={
        <>
          <Button onClick={onClose} hotkey="Esc">
            Leave
          </Button>
          <Button look="primary" hotkey="Enter" disabled={reading} onClick={() => void fill()}>
            Fill the legs
          </Button>
        </>
      }
    >
      {failure === null ? null : <p className="danger selectable">{failure}</p>}
      <div className="payoff-templates">
        <Segmented
          name="Template"
          value={template}
          onChange={(chosen) => choose({ template: chosen })}
          segments={(Object.keys(TEMPLATES) as Template[]).map((value) => ({ value, label: TEMPLATES[value] }))}
        />
      </div>
      <div className="payoff-template-size">
        <Segmented
          fill
          name="Side of the template"
          value={side}
          onChange={(chosen) => choose({ side: chosen })}
          segments={[
            { value: 'SELL', label: 'Sell', name: 'Takes premium in' },
            { value: 'BUY', label: 'Buy', name: 'Pays premium' },
          ]}
        />
        <NumberField
          name="Offset, strikes"
          id="payoff-centre"
          value={centre}
          onChange={(strikes) => choose({ centre: strikes ?? 0 })}
          step={1}
          min={-20}
          max={20}
        />
        <NumberField
          name="Width, strikes"
          id="payoff-width"
          value={width}
          onChange={(strikes) => choose({ width: strikes ?? 1 })}
          step={1}
          min={1}
          max={15}
        />
        <NumberField
          name="Lots"
          id="payoff-lots"
          value={lots}
          onChange={(wanted) => choose({ lots: wanted ?? 1 })}
          step={1}
          min={1}
          max={1000}
        />
      </div>
      <p className="t3">
        Around the money of {expiry === null ? 'the nearest expiry' : dayMonth(expiry)}, {centreText(centre)}; the legs
        are replaced, each at the mid.
      </p>
    </Dialog>
  );
}

function centreText(centre: number): string {
  if (centre === 0) return 'at ATM';
  return `at ATM ${centre > 0 ? '+' : '−'} ${Math.abs(centre)}`;
}
