import type { Check, Preview } from '../../../contract/trading.ts';
import { Bar } from '../../ui/Bar.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { checkText } from './check-words.ts';

/** From this share of a limit on, its bar warns. */
const NEAR = 0.65;

/**
 * What RMS will say of the draft: PASS with the counted limits as bars, those nearly used up first, or the refusal with
 * its rule, value and limit.
 */
export function RiskVerdict({ preview }: { preview: Preview | null }) {
  if (!preview) return null;
  const { checks, denial } = preview;
  if (denial && denial.code !== 'RMS_DUPLICATE') {
    return (
      <section className="ticket-part refused" aria-label="RMS will say">
        <div className="row spread">
          <h3 className="b danger">Refused before sending</h3>
          <Tag tone="danger">{denial.code}</Tag>
        </div>
        <p className="selectable">{denial.message}</p>
      </section>
    );
  }
  const passed = checks.filter((check) => check.passed).length;
  return (
    <section className="verdict" aria-label="RMS will say">
      <div className="row spread verdict-head">
        <h3 className="b">RMS will say</h3>
        {denial ? (
          <Tag tone="warn" title={denial.message}>
            ASKS: SENT A MOMENT AGO
          </Tag>
        ) : (
          <Tag tone="ok">
            PASS · {passed} of {checks.length}
          </Tag>
        )}
      </div>
      <div className="risk-bars">
        {checks
          .filter((check) => check.ratio !== null)
          .toSorted((a, b) => Number(b.ratio! >= NEAR) - Number(a.ratio! >= NEAR))
          .map((check) => (
            <CheckBar key={check.code + check.rule} check={check} ratio={check.ratio!} />
          ))}
      </div>
    </section>
  );
}

function CheckBar({ check, ratio }: { check: Check; ratio: number }) {
  return (
    <>
      <span className="t3">{check.rule}</span>
      <Bar ratio={ratio} tone={ratio >= 1 ? 'danger' : ratio >= NEAR ? 'warn' : undefined} />
      <span className="r nw" title={`${check.value} of ${check.limit}`}>
        {checkText(check)}
      </span>
    </>
  );
}
