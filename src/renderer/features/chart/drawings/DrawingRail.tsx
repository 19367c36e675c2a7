import { useEffect, type KeyboardEvent, type ReactNode } from 'react';
import { useKeyOf } from '../../../commands/keys-store.ts';
import { BinIcon, EyeIcon, MagnetIcon, PointerIcon, TOOL_ICONS, UndoIcon } from './drawing-icons.tsx';
import { TOOL_NAMES, TOOLS } from './drawing.ts';
import {
  canUndo,
  chooseTool,
  drawingsNow,
  drawingsStore,
  removeAll,
  restoreTools,
  toggleHidden,
  toggleMagnet,
  undoDrawing,
} from './drawings-store.ts';
import './drawings.css';

/** The drawing tools at the chart's left edge: one stop of the Tab key, arrows go along it. */
export function DrawingRail() {
  const tool = drawingsStore((state) => state.tool);
  const magnet = drawingsStore((state) => state.magnet);
  const hidden = drawingsStore((state) => state.hidden);
  const undoable = drawingsStore(canUndo);
  const some = drawingsStore((state) => drawingsNow(state).length > 0);
  useEffect(() => {
    // Without them magnet and hiding keep their first state.
    restoreTools().catch(() => undefined);
  }, []);
  return (
    <div
      className="drawing-rail"
      role="toolbar"
      tabIndex={-1}
      aria-label="Drawing tools"
      aria-orientation="vertical"
      onKeyDown={walk}
    >
      <RailButton first name="Select and move" on={tool === null} run={() => chooseTool(null)}>
        <PointerIcon />
      </RailButton>
      {TOOLS.map((one) => (
        <RailButton
          key={one}
          name={TOOL_NAMES[one]}
          command={`draw-${one}`}
          on={tool === one}
          run={() => chooseTool(one)}
        >
          {TOOL_ICONS[one]}
        </RailButton>
      ))}
      <hr />
      <RailButton name="Magnet to open, high, low, close" command="drawingMagnet" on={magnet} run={toggleMagnet}>
        <MagnetIcon />
      </RailButton>
      <RailButton name="Hide all drawings" command="hideDrawings" on={hidden} run={toggleHidden}>
        <EyeIcon shut={hidden} />
      </RailButton>
      <RailButton name="Undo the drawing step" command="undoDrawing" disabled={!undoable} run={undoDrawing}>
        <UndoIcon />
      </RailButton>
      <RailButton name="Remove all drawings" command="removeDrawings" disabled={!some} run={removeAll}>
        <BinIcon />
      </RailButton>
    </div>
  );
}

interface RailButtonProps {
  name: string;
  /** The command whose key does the same. */
  command?: string;
  /** Whether it is in force; absent on buttons that act at once. */
  on?: boolean;
  disabled?: boolean;
  /** Where the Tab key enters the rail. */
  first?: boolean;
  run: () => void;
  children: ReactNode;
}

function RailButton({ name, command = '', on, disabled = false, first = false, run, children }: RailButtonProps) {
  const key = useKeyOf(command);
  return (
    <button
      type="button"
      className="icon"
      aria-label={name}
      aria-pressed={on}
      // Still found by the arrows, and told why nothing happens.
      aria-disabled={disabled || undefined}
      tabIndex={first ? 0 : -1}
      title={key ? `${name} (${key})` : name}
      onClick={() => {
        if (!disabled) run();
      }}
    >
      {children}
    </button>
  );
}

/** Arrows move along the rail instead of changing lots. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
