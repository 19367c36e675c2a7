import { EmptyState } from '../../ui/EmptyState.tsx';
import { quantity } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { aroundMoney } from './around-money.ts';
import { decimal } from './chain-figures.ts';
import './options.css';
import { Plot, Upright } from '../../ui/Plot.tsx';
import { useSlowChain } from './use-slow-chain.ts';

/** Open interest of calls and puts along the strikes around the money. */
export function OiProfilePanel() {
  const chain = useSlowChain();
  const rows = chain ? aroundMoney(chain) : [];
  const most = rows.reduce((top, { call, put }) => Math.max(top, call?.oi ?? 0, put?.oi ?? 0), 0) / 1e5;
  const money = chain?.spot ?? chain?.forward ?? null;
  const step = rows.length > 1 ? (rows[1]!.strike - rows[0]!.strike) / 100 : 0;
  const x = [(rows[0]?.strike ?? 0) / 100 - step, (rows.at(-1)?.strike ?? 0) / 100 + step] as const;
  return (
    <Panel
      name="OI profile"
      tools={
        <span className="sub">
          <i className="swatch call" /> calls <i className="swatch put" /> puts
        </span>
      }
    >
      {most > 0 && rows.length > 1 ? (
        <Plot
          name={`Open interest of calls and puts in lakh over ${rows.length} strikes`}
          x={{ range: x, label: quantity }}
          y={{ range: [0, most * 1.05], label: (lakh) => `${decimal(lakh, most < 5 ? 1 : 0)} L` }}
        >
          {(sx, sy, { width, floor }) => {
            const bar = Math.max(1, Math.min(6, ((width - 54) / rows.length - 2) / 2));
            return (
              <>
                {rows.map(({ strike, call, put }) => {
                  const at = sx(strike / 100);
                  const [callTop, putTop] = [sy((call?.oi ?? 0) / 1e5), sy((put?.oi ?? 0) / 1e5)];
                  return (
                    <g key={strike}>
                      <rect className="call" x={at - bar} y={callTop} width={bar} height={floor - callTop} />
                      <rect className="put" x={at} y={putTop} width={bar} height={floor - putTop} />
                    </g>
                  );
                })}
                <Upright at={money === null ? null : money / 100} range={x} x={sx} floor={floor} />
              </>
            );
          }}
        </Plot>
      ) : (
        <EmptyState>The profile is drawn when the chain has open interest.</EmptyState>
      )}
    </Panel>
  );
}
