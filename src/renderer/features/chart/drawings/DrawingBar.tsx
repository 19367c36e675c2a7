import { IconButton } from '../../../ui/Button.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { BinIcon, LockIcon, WordsIcon } from './drawing-icons.tsx';
import { COLOR_TOKENS } from './drawing-colors.ts';
import { COLORS, DASHES, TOOL_NAMES, WIDTHS, type Dash, type Drawing } from './drawing.ts';
import { lockSelected, removeSelected, restyle, typeText } from './drawings-store.ts';

const DASH_MARKS: Record<Dash, string> = { solid: '—', dashed: '- -', dotted: '···' };

/** What can be done with the selected drawing: colour, line, words, lock, remove. */
export function DrawingBar({ drawing }: { drawing: Drawing }) {
  const { style, locked, tool } = drawing;
  const name = TOOL_NAMES[tool];
  const hasLine = tool !== 'text';
  return (
    <div className="drawing-bar" role="toolbar" aria-label={`Selected: ${name}`}>
      <fieldset className="drawing-colors" aria-label="Colour">
        {COLORS.map((color) => (
          <button
            key={color}
            type="button"
            className="drawing-color"
            style={{ '--c': `var(${COLOR_TOKENS[color]})` } as React.CSSProperties}
            aria-label={color}
            title={color}
            aria-pressed={style.color === color}
            onClick={() => restyle({ color })}
          />
        ))}
      </fieldset>
      {hasLine ? (
        <>
          <Segmented
            name="Line style"
            value={style.dash}
            onChange={(dash) => restyle({ dash })}
            segments={DASHES.map((value) => ({ value, label: DASH_MARKS[value], name: value }))}
          />
          <Segmented
            name="Line width"
            value={style.width}
            onChange={(width) => restyle({ width })}
            segments={WIDTHS.map((value) => ({ value, label: value, name: `${value} px` }))}
          />
        </>
      ) : (
        <IconButton name="Edit the text" onClick={() => typeText(drawing.id)}>
          <WordsIcon />
        </IconButton>
      )}
      <IconButton name={locked ? 'Unlock' : 'Lock in its place'} aria-pressed={locked} onClick={lockSelected}>
        <LockIcon shut={locked} />
      </IconButton>
      <IconButton name={`Remove the ${name.toLowerCase()}`} onClick={removeSelected}>
        <BinIcon />
      </IconButton>
    </div>
  );
}
