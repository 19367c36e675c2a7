import { loadInstruments } from '../../stores/instruments.ts';
import { focusInstrument } from '../../stores/focus.ts';
import { announce } from '../../stores/toasts.ts';
import { sentenceOf } from '../../client/call-error.ts';

/** Gives the instrument of a row the focus of the window. */
export function focusRow({ instrumentId }: { instrumentId: number }): void {
  loadInstruments([instrumentId]).then(
    ([instrument]) => {
      if (instrument) focusInstrument(instrument);
    },
    (error: unknown) => announce('danger', sentenceOf(error)),
  );
}
