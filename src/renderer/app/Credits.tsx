/** Whose work is on screen; the chart library's licence asks for this line. */
export function Credits() {
  return <p className="sub selectable">Charts by TradingView Lightweight Charts™ · https://www.tradingview.com</p>;
}
