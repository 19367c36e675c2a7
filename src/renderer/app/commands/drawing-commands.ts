import {
  canRedo,
  canUndo,
  chooseTool,
  drawingsNow,
  drawingsStore,
  leaveDrawing,
  redoDrawing,
  removeAll,
  removeSelected,
  toggleHidden,
  toggleMagnet,
  undoDrawing,
} from '../../features/chart/drawings/drawings-store.ts';
import { TOOL_NAMES, TOOLS, type Tool } from '../../features/chart/drawings/drawing.ts';
import type { Chord } from '../../commands/chord.ts';
import type { Command } from '../../commands/command.ts';

/** As on the charts that traders know, where exits and entries leave them free. */
const CHORDS: Partial<Record<Tool, Chord>> = {
  trend: 'Alt+T',
  ray: 'Alt+R',
  horizontal: 'Alt+H',
  vertical: 'Alt+V',
  rectangle: 'Alt+Shift+R',
  channel: 'Alt+C',
  fib: 'Alt+Shift+F',
  measure: 'Alt+M',
};

const state = drawingsStore.getState;
const isChartShown = (): boolean => state().symbol !== null;

export const drawingCommands: readonly Command[] = [
  ...TOOLS.map((tool): Command => ({
    id: `draw-${tool}`,
    title: `Draw: ${TOOL_NAMES[tool]}`,
    group: 'View',
    ...(CHORDS[tool] ? { chord: CHORDS[tool] } : {}),
    when: isChartShown,
    run: () => chooseTool(tool),
  })),
  {
    id: 'leaveDrawing',
    title: 'Lay the drawing tool down',
    group: 'View',
    chord: 'Esc',
    keyOnly: true,
    when: () => state().tool !== null || state().selectedId !== null,
    run: leaveDrawing,
  },
  {
    id: 'removeDrawing',
    title: 'Remove the selected drawing',
    group: 'View',
    chord: 'Delete',
    when: () => state().selectedId !== null,
    run: removeSelected,
  },
  {
    id: 'undoDrawing',
    title: 'Undo the drawing step',
    group: 'View',
    chord: 'Ctrl+Z',
    when: canUndo,
    run: undoDrawing,
  },
  {
    id: 'redoDrawing',
    title: 'Redo the drawing step',
    group: 'View',
    chord: 'Ctrl+Shift+Z',
    when: canRedo,
    run: redoDrawing,
  },
  {
    id: 'drawingMagnet',
    title: 'Drawing magnet on or off',
    group: 'View',
    when: isChartShown,
    run: toggleMagnet,
  },
  {
    id: 'hideDrawings',
    title: 'Hide or show all drawings',
    group: 'View',
    chord: 'Ctrl+Alt+H',
    when: isChartShown,
    run: toggleHidden,
  },
  {
    id: 'removeDrawings',
    title: 'Remove all drawings of this chart',
    group: 'View',
    when: () => drawingsNow().length > 0,
    run: removeAll,
  },
];
