import { create } from 'zustand';
import { announce } from '../../../stores/toasts.ts';
import { loadWorkspace, saveStep } from '../../../stores/workspace.ts';
import { freshId, MAX_DRAWINGS, readDrawings, type Anchor, type Drawing, type Style, type Tool } from './drawing.ts';
import { commit, historyOf, redo, undo, type History } from './history.ts';

type Drawings = readonly Drawing[];

interface DrawingsState {
  /** Trading symbol of the chart on screen; null while there is none. */
  symbol: string | null;
  /** Drawings by trading symbol, of those that were read: all intervals and replays of one share them. */
  books: Readonly<Record<string, History<Drawings>>>;
  /** The tool in hand; null selects and moves. */
  tool: Tool | null;
  selectedId: string | null;
  /** The text whose words are typed now. */
  typingId: string | null;
  /** Of the next drawing. */
  style: Style;
  /** Presses take the nearest price of the bar. */
  magnet: boolean;
  hidden: boolean;
}

const FIRST: DrawingsState = {
  symbol: null,
  books: {},
  tool: null,
  selectedId: null,
  typingId: null,
  style: { color: 'violet', dash: 'solid', width: 1 },
  magnet: false,
  hidden: false,
};

export const drawingsStore = create<DrawingsState>(() => FIRST);

const NONE: Drawings = [];
const keyOf = (symbol: string): string => `chart.drawings.${symbol}`;
const get = drawingsStore.getState;
const set = drawingsStore.setState;

/** The drawings of the chart on screen. */
export const drawingsNow = ({ symbol, books }: DrawingsState = get()): Drawings =>
  (symbol === null ? undefined : books[symbol]?.now) ?? NONE;

export const selectedDrawing = (state: DrawingsState = get()): Drawing | undefined =>
  drawingsNow(state).find(({ id }) => id === state.selectedId);

/** Shows the drawings of an instrument by its trading symbol; the first time they are read from the workspace. */
export async function openDrawings(symbol: string): Promise<void> {
  set({ symbol, tool: null, selectedId: null, typingId: null });
  if (get().books[symbol]) return;
  try {
    const saved = readDrawings(await loadWorkspace(keyOf(symbol)));
    set(({ books }) => (books[symbol] ? {} : { books: { ...books, [symbol]: historyOf<Drawings>(saved) } }));
  } catch {
    // Unread ones are never overwritten; the next tool taken in hand reads again.
  }
}

/** The chart is gone from the screen. */
export function closeDrawings(): void {
  set({ symbol: null, tool: null, selectedId: null, typingId: null });
}

/** True while a press on the chart draws. */
export const isToolInHand = (): boolean => get().tool !== null;

/** Takes a tool in hand; the one in hand is laid down. */
export function chooseTool(tool: Tool | null): void {
  const { symbol, books, tool: held } = get();
  if (symbol === null) return;
  if (!books[symbol]) void openDrawings(symbol);
  set({ tool: tool === held ? null : tool, selectedId: null, typingId: null, hidden: false });
}

/** Lays the tool down, or else lets go of the selected drawing. */
export function leaveDrawing(): void {
  set(get().tool ? { tool: null } : { selectedId: null, typingId: null });
}

export const select = (selectedId: string | null): void => set({ selectedId, typingId: null });

export const typeText = (typingId: string | null): void => set({ typingId });

/** Adds a drawing, selects it and lays the tool down; a text is typed at once. */
export function addDrawing(tool: Tool, anchors: readonly Anchor[]): void {
  const drawings = drawingsNow();
  if (drawings.length >= MAX_DRAWINGS) {
    announce('warn', `A chart holds at most ${MAX_DRAWINGS} drawings. Remove one first.`);
    set({ tool: null });
    return;
  }
  const id = freshId(drawings);
  const drawing = { id, tool, anchors, style: get().style, text: tool === 'text' ? 'Text' : '', locked: false };
  if (!change([...drawings, drawing])) return;
  set({ tool: null, selectedId: id, typingId: tool === 'text' ? id : null });
}

/** Puts a changed drawing in the place of the one with its id. */
export function replaceDrawing(drawing: Drawing): void {
  change(drawingsNow().map((one) => (one.id === drawing.id ? drawing : one)));
}

/** Changes the style of the selected drawing, and of those to come. */
export function restyle(part: Partial<Style>): void {
  set(({ style }) => ({ style: { ...style, ...part } }));
  const selected = selectedDrawing();
  if (selected) replaceDrawing({ ...selected, style: { ...selected.style, ...part } });
}

/** Ends typing; a text without words is removed. */
export function endTyping(id: string, text: string): void {
  const drawing = drawingsNow().find((one) => one.id === id);
  set({ typingId: null });
  if (!drawing || drawing.text === text) return;
  if (text.trim() === '') removeDrawing(id);
  else replaceDrawing({ ...drawing, text });
}

export function lockSelected(): void {
  const selected = selectedDrawing();
  if (selected) replaceDrawing({ ...selected, locked: !selected.locked });
}

export function removeSelected(): void {
  const { selectedId } = get();
  if (selectedId !== null) removeDrawing(selectedId);
}

/** Removes every drawing of the instrument; one step back brings them again. */
export function removeAll(): void {
  if (drawingsNow().length > 0) change([]);
}

/** True when there is a drawing step to take back on the chart on screen. */
export const canUndo = (state: DrawingsState = get()): boolean => (bookOf(state)?.past.length ?? 0) > 0;
export const canRedo = (state: DrawingsState = get()): boolean => (bookOf(state)?.undone.length ?? 0) > 0;
export const undoDrawing = (): void => step(undo);
export const redoDrawing = (): void => step(redo);

export function toggleMagnet(): void {
  set(({ magnet }) => ({ magnet: !magnet }));
  saveTools();
}

export function toggleHidden(): void {
  set(({ hidden }) => ({ hidden: !hidden, selectedId: null, typingId: null }));
  saveTools();
}

const TOOLS_KEY = 'chart.drawing-tools';

function saveTools(): void {
  const { magnet, hidden } = get();
  saveStep(TOOLS_KEY, { magnet, hidden });
}

/** Takes up magnet and hiding as they were left. */
export async function restoreTools(): Promise<void> {
  const saved = await loadWorkspace(TOOLS_KEY);
  if (typeof saved !== 'object' || saved === null) return;
  const { magnet, hidden } = saved as { magnet?: unknown; hidden?: unknown };
  set({ magnet: magnet === true, hidden: hidden === true });
}

function bookOf({ symbol, books }: DrawingsState): History<Drawings> | undefined {
  return symbol === null ? undefined : books[symbol];
}

function removeDrawing(id: string): void {
  change(drawingsNow().filter((one) => one.id !== id));
}

function change(next: Drawings): boolean {
  const book = bookOf(get());
  if (!book) return false;
  keep(commit(book, next));
  return true;
}

function step(towards: (book: History<Drawings>) => History<Drawings>): void {
  const book = bookOf(get());
  if (book) keep(towards(book));
}

function keep(book: History<Drawings>): void {
  const { symbol, books, selectedId } = get();
  const still = book.now.some(({ id }) => id === selectedId);
  set({ books: { ...books, [symbol!]: book }, ...(still ? {} : { selectedId: null, typingId: null }) });
  saveStep(keyOf(symbol!), book.now);
}
