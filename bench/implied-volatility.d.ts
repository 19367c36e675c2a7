/** What the bench calls of the package, which ships no types. Prices and strike in one currency, years, fractions. */
declare module 'implied-volatility' {
  export function getImpliedVolatility(
    price: number,
    spot: number,
    strike: number,
    years: number,
    rate: number,
    side: 'call' | 'put',
  ): number;
}
