import { importMappingSchema, type ImportMapping } from '../../contract/desk.ts';
import { AppError } from '../engine/core/app-error.ts';

type Field = keyof ImportMapping;
const FIELDS = Object.keys(importMappingSchema.shape) as Field[];

/**
 * The guessed mapping with the `field=column` pairs of the command line over it; an empty column takes a field out.
 *
 * @throws AppError SETTING_INVALID for a pair that is none, IMPORT_COLUMN when time or price stay without a column
 */
export function importMapping(guess: ImportMapping, pairs: readonly string[]): ImportMapping {
  const chosen: { [F in keyof ImportMapping]: ImportMapping[F] | null } = { ...guess };
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const field = pair.slice(0, at);
    if (at < 1 || !isField(field)) {
      const sentence = `--map ${pair} is not field=column. Fields are ${FIELDS.join(', ')}.`;
      throw new AppError('SETTING_INVALID', sentence, { pair });
    }
    chosen[field] = pair.slice(at + 1) || null;
    if (field === 'fixedSymbol' && chosen.fixedSymbol !== null) chosen.symbol = null;
  }
  const { ts, ltp } = chosen;
  if (!ts || !ltp) {
    const missing = !ts ? 'ts' : 'ltp';
    throw new AppError('IMPORT_COLUMN', `No column is named for ${missing}. Add --map ${missing}=COLUMN.`, { missing });
  }
  return { ...chosen, ts, ltp };
}

function isField(name: string): name is Field {
  return (FIELDS as string[]).includes(name);
}
