import type { ComponentType } from 'react';
import { AlertsPanel } from '../../features/alerts/AlertsPanel.tsx';
import { BooksPanel } from '../../features/books/BooksPanel.tsx';
import { ChartPanel } from '../../features/chart/ChartPanel.tsx';
import { SecondChartPanel } from '../../features/chart/SecondChartPanel.tsx';
import { DataPanel } from '../../features/data/DataPanel.tsx';
import { DrillPanel } from '../../features/drill/DrillPanel.tsx';
import { FlightPanel } from '../../features/flight/FlightPanel.tsx';
import { DayReportPanel } from '../../features/journal/DayReportPanel.tsx';
import { JournalPanel } from '../../features/journal/JournalPanel.tsx';
import { LogPanel } from '../../features/log/LogPanel.tsx';
import { IvSmilePanel } from '../../features/options/IvSmilePanel.tsx';
import { OiProfilePanel } from '../../features/options/OiProfilePanel.tsx';
import { OptionChainPanel } from '../../features/options/OptionChainPanel.tsx';
import { StraddlePanel } from '../../features/options/StraddlePanel.tsx';
import { TermPanel } from '../../features/options/TermPanel.tsx';
import { PayoffPanel } from '../../features/payoff/PayoffPanel.tsx';
import { ReviewPanel } from '../../features/review/ReviewPanel.tsx';
import { ThenPanel } from '../../features/review/ThenPanel.tsx';
import { RmsPanel } from '../../features/rms/RmsPanel.tsx';
import { SqlPanel } from '../../features/sql/SqlPanel.tsx';
import { OrderTicket } from '../../features/ticket/OrderTicket.tsx';
import { WatchlistPanel } from '../../features/watchlist/WatchlistPanel.tsx';
import type { PanelId } from '../../stores/panel-ids.ts';

/** What each panel of the dock shows. */
export const panels: Record<PanelId, ComponentType> = {
  watchlist: WatchlistPanel,
  chart: ChartPanel,
  chart2: SecondChartPanel,
  ticket: OrderTicket,
  books: BooksPanel,
  rms: RmsPanel,
  log: LogPanel,
  alerts: AlertsPanel,
  review: ReviewPanel,
  story: ThenPanel,
  flight: FlightPanel,
  drill: DrillPanel,
  payoff: PayoffPanel,
  journal: JournalPanel,
  report: DayReportPanel,
  sql: SqlPanel,
  data: DataPanel,
  chain: OptionChainPanel,
  smile: IvSmilePanel,
  term: TermPanel,
  oiProfile: OiProfilePanel,
  straddle: StraddlePanel,
};
