/**
 * A position as exact integers: units and paise. `cost` is the signed price paid for `netQty` (never divided here), of
 * a future carried overnight what it was settled at;
 * `realised` is booked gross of charges. The fold of fills is in position-fold.
 */
export interface PositionRecord {
  accountId: string;
  instrumentId: number;
  symbol: string;
  product: 'NRML' | 'MIS' | 'CNC';
  netQty: number;
  cost: number;
  realised: number;
  charges: number;
  /** IST day the realised figures belong to. */
  day: string;
  updatedAt: number;
}
