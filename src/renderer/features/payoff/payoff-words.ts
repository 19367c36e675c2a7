import type { PayoffFigures } from '../../../contract/payoff.ts';
import type { Instrument } from '../../../contract/market.ts';
import { inr, quantity } from '../../ui/format.ts';

/** A figure with so many decimals and a true minus; "–" when it is not known. */
export function decimals(value: number | null, digits: number): string {
  if (value === null) return '–';
  const [whole, fraction] = Math.abs(value).toFixed(digits).split('.') as [string, string?];
  const text = quantity(Number(whole)) + (fraction === undefined ? '' : `.${fraction}`);
  return value < 0 && Number(text.replaceAll(',', '')) !== 0 ? `−${text}` : text;
}

/** A leg in few letters: "26,200 CE", "FUT". */
export function legText({ kind, strike, name }: Instrument): string {
  if (strike !== null) return `${spotText(strike)} ${kind}`;
  return kind === 'FUT' ? 'FUT' : name;
}

/** A spot or strike in paise without the decimals that say nothing: "24,219", "24,219.50". */
export function spotText(paise: number): string {
  return paise % 100 === 0 ? quantity(paise / 100) : inr(paise);
}

/** Whole rupees of a spot: "24,219". */
export const wholeSpot = (paise: number): string => quantity(Math.round(paise / 100));

/** What is risked for each rupee to win, "1 : 1.45"; "–" when there is no such ratio. */
export function rewardToRiskText({ rewardToRisk }: PayoffFigures): string {
  return rewardToRisk === null ? '–' : `1 : ${(1 / rewardToRisk).toFixed(2)}`;
}
