import type { CallResult } from '../../../contract/contract.ts';
import type { ImportMapping } from '../../../contract/desk.ts';
import { quantity } from '../../ui/format.ts';
import { MAPPED_FIELDS, mappingProblem, withColumn } from './mapping.ts';

interface MappingFormProps {
  inspection: CallResult<'import.inspect'>;
  mapping: ImportMapping;
  onChange: (mapping: ImportMapping) => void;
}

/** Which column of the file is what; begins with what was guessed from their names. */
export function MappingForm({ inspection, mapping, onChange }: MappingFormProps) {
  const { columns, rows, problem } = inspection;
  const sampleOf = (column: string | null) => columns.find(({ name }) => name === column)?.sample;
  return (
    <>
      <p className={problem ? 'warn' : 'sub'}>
        {problem ?? `${quantity(rows)} rows, ${columns.length} columns. Check the columns, then start.`}
      </p>
      <div className="mapping">
        {MAPPED_FIELDS.map(({ field, label, needed }) => (
          <div key={field} className="field">
            <label htmlFor={`map-${field}`}>
              {label} {needed ? <span className="t2">needed</span> : null}
            </label>
            <div className="input">
              <select
                id={`map-${field}`}
                value={mapping[field] ?? ''}
                onChange={(event) => onChange(withColumn(mapping, field, event.target.value))}
              >
                <option value="">{needed ? 'Choose…' : 'Not in the file'}</option>
                {offered(columns, mapping[field]).map(({ name, type }) => (
                  <option key={name} value={name}>
                    {name} ({type})
                  </option>
                ))}
              </select>
            </div>
            <span className="sub ell">{sampleOf(mapping[field] ?? null) ?? '\u00A0'}</span>
          </div>
        ))}
        {mapping.symbol === null ? (
          <div className="field">
            <label htmlFor="map-fixed">Symbol of every row</label>
            <div className="input">
              <input
                id="map-fixed"
                autoComplete="off"
                value={mapping.fixedSymbol ?? ''}
                onChange={(event) => onChange({ ...mapping, fixedSymbol: event.target.value || null })}
              />
            </div>
          </div>
        ) : null}
      </div>
      <output className="sub">{mappingProblem(mapping)}</output>
    </>
  );
}

/** The columns, and a chosen name that is the end of two: `ltp` of `CE_ltp` and `PE_ltp`. */
function offered(columns: CallResult<'import.inspect'>['columns'], chosen: string | null | undefined) {
  if (!chosen || columns.some(({ name }) => name === chosen)) return columns;
  return [{ name: chosen, type: 'of calls and puts', sample: '' }, ...columns];
}
