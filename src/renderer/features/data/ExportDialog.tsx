import { useState } from 'react';
import type { DataDay, DataExport } from '../../../contract/data.ts';
import { announce } from '../../stores/toasts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { sourceName } from '../review/source-name.ts';
import { exportData } from './data-desk.ts';

/** Writes rows of a source into a file. */
export function ExportDialog({ day, onClose }: { day: DataDay; onClose: () => void }) {
  const [what, setWhat] = useState<DataExport['what']>('ticks');
  const [format, setFormat] = useState<DataExport['format']>('csv');
  const [from, setFrom] = useState(day.day);
  const [to, setTo] = useState(day.day);
  const [symbols, setSymbols] = useState('');
  const [named, setNamed] = useState<string | null>(null);
  const path = named ?? `${what}-${from}${to === from ? '' : `-to-${to}`}.${format}`;
  const ready = path.trim() !== '' && from !== '' && to !== '';
  const go = async () => {
    if (!ready) return;
    const chosen = symbols.split(/[\s,]+/).filter(Boolean);
    const written = await exportData({
      what,
      format,
      source: day.source,
      symbols: chosen,
      from,
      to,
      path: path.trim(),
    });
    if (written === null) return;
    announce('info', `Writing ${written}`);
    onClose();
  };
  return (
    <Dialog
      title={`Export: ${sourceName(day.source)}`}
      width={560}
      onClose={onClose}
      onEnter={() => void go()}
      foot={
        <>
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!ready} onClick={() => void go()}>
            Export
          </Button>
        </>
      }
    >
      <div className="row">
        <Segmented
          name="What"
          value={what}
          segments={[
            { value: 'ticks', label: 'Ticks' },
            { value: 'bars', label: 'Bars of a minute' },
            { value: 'chain', label: 'Option chain' },
          ]}
          onChange={setWhat}
        />
        <Segmented
          name="Format"
          value={format}
          segments={[
            { value: 'csv', label: 'CSV' },
            { value: 'parquet', label: 'Parquet' },
          ]}
          onChange={setFormat}
        />
      </div>
      <div className="data-fields">
        <TextField id="export-from" label="From" type="date" value={from} onChange={setFrom} />
        <TextField id="export-to" label="To, included" type="date" value={to} onChange={setTo} />
      </div>
      <TextField
        id="export-symbols"
        label={what === 'chain' ? 'Underlyings (empty: all)' : 'Symbols (empty: all)'}
        value={symbols}
        placeholder="NIFTY, BANKNIFTY"
        onChange={setSymbols}
      />
      <TextField
        id="export-path"
        label="File: a name in the data folder’s exports, or a whole path"
        value={path}
        onChange={setNamed}
      />
      <p className="sub">Prices in rupees; CSV has times in IST. A file that exists is not overwritten.</p>
    </Dialog>
  );
}

interface TextFieldProps {
  id: string;
  label: string;
  type?: 'text' | 'date';
  value: string;
  placeholder?: string;
  onChange: (text: string) => void;
}

function TextField({ id, label, type = 'text', value, placeholder, onChange }: TextFieldProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input">
        <input
          id={id}
          type={type}
          autoComplete="off"
          spellCheck={false}
          value={value}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
    </div>
  );
}
