import { AppError } from '../core/app-error.ts';
import { PROTOCOL_VERSION } from '../../../contract/protocol.ts';
import type { Desk } from '../desk/desk.ts';
import { alertsApi, alertsTopic } from './alerts-api.ts';
import { barTopic } from './bar-topic.ts';
import { fundsTopic, locksTopic, positionsTopic, riskTopic, rowsOf } from './books-topics.ts';
import { candlesApi } from './candles-api.ts';
import { chainApi } from './chain-api.ts';
import { chainTopic } from './chain-topic.ts';
import { dataApi } from './data-api.ts';
import type { DeskApi } from './desk-api.ts';
import { drillApi, drillTopic } from './drill-api.ts';
import { flightApi } from './flight-api.ts';
import { follow } from './follow.ts';
import { importApi } from './import-api.ts';
import { instrumentsApi } from './instruments-api.ts';
import { journalApi } from './journal-api.ts';
import { latencyTopic } from './latency-topic.ts';
import { payoffApi } from './payoff-api.ts';
import { quotesTopic } from './quotes-topic.ts';
import { reconcileApi, reconciliationTopic } from './reconcile-api.ts';
import { replayApi } from './replay-api.ts';
import { sqlApi } from './sql-api.ts';
import { SessionChains } from './session-chains.ts';
import { statusTopic } from './status-topic.ts';
import { strategiesApi, strategiesTopic } from './strategies-api.ts';
import { tradingApi } from './trading-api.ts';
import { workspaceApi } from './workspace-api.ts';

const LOG_LINES_SHOWN = 200;

/** The contract answered by a desk. Pushes are paced by the desk's real clock, in a replay too. */
export function createDeskApi(desk: Desk): DeskApi {
  const { clock, store, jobs } = desk;
  const chains = new SessionChains(desk);
  return {
    calls: {
      'app.hello': ({ protocol }) => {
        if (protocol !== PROTOCOL_VERSION) {
          throw new AppError(
            'CALL_INVALID',
            `This window speaks protocol ${protocol}, the engine ${PROTOCOL_VERSION}. Close the window and open it again.`,
            { protocol, engine: PROTOCOL_VERSION },
          );
        }
        return {
          version: desk.version,
          mode: desk.current.mode,
          workspaceId: store.identity.workspaceId,
          firstFocus: desk.firstFocus().id,
        };
      },
      ...instrumentsApi(desk),
      ...candlesApi(desk),
      ...chainApi(desk, chains),
      ...tradingApi(desk),
      ...payoffApi(desk),
      ...reconcileApi(desk),
      ...flightApi(desk),
      ...workspaceApi(desk),
      ...replayApi(desk),
      ...importApi(desk),
      ...dataApi(desk),
      ...journalApi(desk, chains),
      ...alertsApi(desk),
      ...strategiesApi(desk),
      ...sqlApi(desk),
      ...drillApi(desk),
    },
    topics: {
      status: (_args, emit) => statusTopic(desk, emit),
      quotes: follow<'quotes'>(desk, (session, chosen, emit) => quotesTopic(session, clock, chosen, emit)),
      bar: follow<'bar'>(desk, (session, chosen, emit) => barTopic(session, clock, chosen, emit)),
      chain: follow<'chain'>(desk, (session, choice, emit) =>
        chainTopic(session, chains.of(session), clock, choice, emit),
      ),
      orders: follow<'orders'>(desk, ({ oms }, _args, emit) => rowsOf(oms.orderViews(), oms.orders, emit)),
      trades: follow<'trades'>(desk, ({ oms }, _args, emit) => rowsOf(oms.tradeViews(), oms.trades, emit)),
      positions: follow<'positions'>(desk, (session, _args, emit) => positionsTopic(session, clock, emit)),
      funds: follow<'funds'>(desk, (session, _args, emit) => fundsTopic(session, clock, emit)),
      reconciliation: follow<'reconciliation'>(desk, (session, _args, emit) => reconciliationTopic(session, emit)),
      locks: follow<'locks'>(desk, (session, _args, emit) => locksTopic(session, clock, emit)),
      risk: follow<'risk'>(desk, (session, _args, emit) => riskTopic(session, clock, emit)),
      latency: (_args, emit) => latencyTopic(desk, emit),
      alerts: (_args, emit) => alertsTopic(desk, emit),
      strategies: (_args, emit) => strategiesTopic(desk, emit),
      drill: (_args, emit) => drillTopic(desk, emit),
      logs: (_args, emit) => ({
        snapshot: store.logs(null, LOG_LINES_SHOWN).toReversed(),
        close: store.logged.on((entry) => emit([entry])),
      }),
      jobs: (_args, emit) => rowsOf(jobs.list(), jobs.changed, emit),
    },
  };
}
