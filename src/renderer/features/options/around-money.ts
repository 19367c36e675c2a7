import type { Chain, ChainStrikeRow } from '../../../contract/chain.ts';

/** The strikes a small drawing shows: this many on either side of the money. */
const EACH_WAY = 14;

/** The strikes around the money, ascending; around the middle of the chain when the money is not known. */
export function aroundMoney({ strikes, figures }: Pick<Chain, 'strikes' | 'figures'>): ChainStrikeRow[] {
  const at = strikes.findIndex(({ strike }) => strike === figures.atmStrike);
  const middle = at < 0 ? Math.floor(strikes.length / 2) : at;
  return strikes.slice(Math.max(0, middle - EACH_WAY), middle + EACH_WAY + 1);
}

/** The smile in rupees and per cent: of each strike the IV of its side out of the money, the other's where that is not known. */
export function smileOf(rows: readonly ChainStrikeRow[], money: number | null): [strike: number, iv: number][] {
  return rows.flatMap(({ strike, call, put }): [number, number][] => {
    const [out, other] = money !== null && strike < money ? [put, call] : [call, put];
    const iv = out?.iv ?? other?.iv ?? null;
    return iv === null ? [] : [[strike / 100, iv * 100]];
  });
}
