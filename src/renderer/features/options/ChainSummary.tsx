import type { Chain } from '../../../contract/chain.ts';
import { DAY_MS, IST_OFFSET_MS, istDayNumber } from '../../../contract/ist.ts';
import { chooseExpiry, useOptionChain } from '../../stores/option-chain.ts';
import { statusStore } from '../../stores/values.ts';
import { dayMonth, dayMonthYear, daysTo, inr, percent, tone } from '../../ui/format.ts';
import { daysText, decimal, ivText, strikeText } from './chain-figures.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The underlying, the expiries to choose from, and the figures of the whole chain. */
export function ChainSummary() {
  const chain = useOptionChain((state) => state.chain);
  return (
    <div className="chain-summary">
      <Spot chain={chain} />
      <Expiries />
      <span className="grow" />
      <dl className="chain-figures">
        <Figure name="ATM straddle" text={money(chain?.figures.straddle)} title={moveTitle(chain)} />
        <Figure name="ATM IV" text={chain ? `${ivText(chain.figures.atmIv)} %` : '–'} />
        <Figure
          name="PCR (OI)"
          text={decimal(chain?.figures.pcrOi, 2)}
          title={`By volume ${decimal(chain?.figures.pcrVolume, 2)}`}
        />
        <Figure
          name="Max pain"
          text={chain?.figures.maxPain ? strikeText(chain.figures.maxPain) : '–'}
          title="Where a settlement costs the writers of all open options least"
        />
      </dl>
    </div>
  );
}

function Spot({ chain }: { chain: Chain | null }) {
  const spot = chain?.spot ?? null;
  const before = chain?.prevClose ?? null;
  const change = spot !== null && before ? ((spot - before) / before) * 100 : null;
  return (
    <span className="stack">
      <b className="chain-spot">
        {money(spot)} {change === null ? null : <span className={tone(change)}>{percent(change)} %</span>}
      </b>
      <span className="sub" title={chain?.forwardFrom === 'spot' ? FROM_SPOT : FROM_PARITY}>
        forward {money(chain?.forward)}
      </span>
    </span>
  );
}

const FROM_PARITY = 'From call and put prices at the money (put-call parity)';
const FROM_SPOT = 'From the spot price: calls and puts at the money gave none';

function Expiries() {
  const expiries = useOptionChain((state) => state.expiries);
  const chosen = useOptionChain((state) => state.expiry);
  const today = statusStore(({ value }) => value && istMidnight(value.now));
  if (!expiries || today === null) return null;
  return (
    <fieldset className="expiries" aria-label="Expiry">
      {expiries.map(({ expiry, monthly }) => (
        <button
          key={expiry}
          type="button"
          className="exp"
          aria-pressed={expiry === chosen}
          title={`${dayMonthYear(expiry)}, ${monthly ? 'the last of its month' : 'weekly'}`}
          onClick={() => chooseExpiry(expiry)}
        >
          {dayMonth(expiry)}
          <small>
            {monthly ? 'month' : WEEKDAYS[new Date(expiry).getUTCDay()]} · {daysText(daysTo(expiry, today))}
          </small>
        </button>
      ))}
    </fieldset>
  );
}

function Figure({ name, text, title }: { name: string; text: string; title?: string | undefined }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}

const money = (paise: number | null | undefined): string => (paise === null || paise === undefined ? '–' : inr(paise));

function moveTitle(chain: Chain | null): string | undefined {
  const move = chain?.figures.expectedMove ?? null;
  return move === null ? undefined : `Expected move to expiry: ${inr(move)} either way (one standard deviation)`;
}

/** Start of the IST day of an epoch ms, so that what depends on the day alone is drawn once a day. */
function istMidnight(now: number): number {
  return istDayNumber(now) * DAY_MS - IST_OFFSET_MS;
}
