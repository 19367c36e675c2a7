import { beforeEach, expect, test, vi } from 'vitest';
import { client } from '../../../client/client.ts';
import { toastsStore } from '../../../stores/toasts.ts';
import { ANCHORS, MAX_DRAWINGS, readDrawings, TOOLS, type Drawing } from './drawing.ts';
import {
  addDrawing,
  canRedo,
  canUndo,
  chooseTool,
  closeDrawings,
  drawingsNow,
  drawingsStore,
  endTyping,
  leaveDrawing,
  lockSelected,
  openDrawings,
  redoDrawing,
  removeAll,
  removeSelected,
  replaceDrawing,
  restoreTools,
  restyle,
  select,
  selectedDrawing,
  toggleHidden,
  toggleMagnet,
  undoDrawing,
} from './drawings-store.ts';

const workspace = new Map<string, unknown>();
const call = vi.spyOn(client, 'call');
const answer = (name: string, args: unknown) => {
  const { key, value } = args as { key: string; value: unknown };
  if (name === 'workspace.save') workspace.set(key, value);
  return Promise.resolve((workspace.get(key) ?? null) as never);
};
const fresh = drawingsStore.getInitialState();
/** As after a reload: what was saved is all there is. */
const reload = async (symbol: string) => {
  drawingsStore.setState(fresh, true);
  await openDrawings(symbol);
};
const anchors = [
  { ts: 60_000, price: 10_000 },
  { ts: 120_000, price: 10_500 },
];
const tools = () => drawingsNow().map(({ tool }) => tool);

beforeEach(async () => {
  workspace.clear();
  call.mockReset();
  call.mockImplementation(answer as never);
  drawingsStore.setState(fresh, true);
  await openDrawings('NIFTY');
});

test('drawings are there again after a reload, each instrument its own', async () => {
  addDrawing('trend', anchors);
  addDrawing('fib', anchors);
  const before = drawingsNow();
  await openDrawings('BANKNIFTY');
  expect(drawingsNow()).toEqual([]);
  addDrawing('ray', anchors);
  await reload('NIFTY');
  expect(drawingsNow()).toEqual(before);
  await openDrawings('BANKNIFTY');
  expect(tools()).toEqual(['ray']);
});

test('every step is undone and done again, and what is saved follows', async () => {
  addDrawing('trend', anchors);
  restyle({ color: 'red' });
  lockSelected();
  removeSelected();
  expect(tools()).toEqual([]);
  undoDrawing();
  expect(drawingsNow()[0]).toMatchObject({ locked: true, style: { color: 'red' } });
  undoDrawing();
  undoDrawing();
  expect(drawingsNow()[0]).toMatchObject({ locked: false, style: { color: 'violet' } });
  redoDrawing();
  await reload('NIFTY');
  expect(drawingsNow()[0]).toMatchObject({ locked: false, style: { color: 'red' } });
});

test('one step back brings all drawings again', () => {
  for (const tool of TOOLS)
    addDrawing(
      tool,
      Array.from({ length: ANCHORS[tool] }, () => anchors[0]!),
    );
  const all = drawingsNow();
  removeAll();
  expect(drawingsNow()).toEqual([]);
  undoDrawing();
  expect(drawingsNow()).toEqual(all);
  expect(canRedo()).toBe(true);
});

test('a step of one chart is not undone on another', async () => {
  addDrawing('trend', anchors);
  await openDrawings('BANKNIFTY');
  expect(canUndo()).toBe(false);
  undoDrawing();
  await openDrawings('NIFTY');
  expect(tools()).toEqual(['trend']);
  expect(canUndo()).toBe(true);
});

test('while the saved ones are not read nothing is drawn over them', async () => {
  addDrawing('trend', anchors);
  drawingsStore.setState(fresh, true);
  call.mockImplementation(() => Promise.reject(new Error('The connection was lost.')));
  await openDrawings('NIFTY');
  addDrawing('fib', anchors);
  expect(drawingsNow()).toEqual([]);
  call.mockImplementation(answer as never);
  chooseTool('fib');
  await vi.waitFor(() => expect(tools()).toEqual(['trend']));
  addDrawing('fib', anchors);
  await reload('NIFTY');
  expect(tools()).toEqual(['trend', 'fib']);
});

test('the tool stays in hand when the saved drawings are read late', async () => {
  drawingsStore.setState({ ...fresh, symbol: 'NIFTY' }, true);
  chooseTool('ray');
  await vi.waitFor(() => expect(drawingsStore.getState().books['NIFTY']).toBeDefined());
  expect(drawingsStore.getState().tool).toBe('ray');
});

test('a drawing more than a chart holds is refused with a sentence', () => {
  for (let count = 0; count < MAX_DRAWINGS + 1; count += 1) addDrawing('horizontal', [anchors[0]!]);
  expect(drawingsNow()).toHaveLength(MAX_DRAWINGS);
  expect(toastsStore.getState().toasts.at(-1)?.text).toContain('at most 200 drawings');
});

test('Esc lays the tool down first, then lets go of the selected one', () => {
  addDrawing('trend', anchors);
  chooseTool('fib');
  expect(selectedDrawing()).toBeUndefined();
  leaveDrawing();
  expect(drawingsStore.getState().tool).toBeNull();
  select(drawingsNow()[0]!.id);
  leaveDrawing();
  expect(selectedDrawing()).toBeUndefined();
  expect(tools()).toEqual(['trend']);
});

test('a text is typed at once; without words it is removed', () => {
  addDrawing('text', [anchors[0]!]);
  const { typingId } = drawingsStore.getState();
  endTyping(typingId!, 'breakout');
  expect(drawingsNow()[0]).toMatchObject({ text: 'breakout' });
  endTyping(typingId!, ' ');
  expect(drawingsNow()).toEqual([]);
});

test('a tool brings hidden drawings back, hiding lets go of the selected one', () => {
  addDrawing('trend', anchors);
  toggleHidden();
  expect(selectedDrawing()).toBeUndefined();
  chooseTool('trend');
  expect(drawingsStore.getState().hidden).toBe(false);
});

test('magnet and hiding are remembered', async () => {
  toggleMagnet();
  toggleHidden();
  await reload('NIFTY');
  await restoreTools();
  expect(drawingsStore.getState()).toMatchObject({ magnet: true, hidden: true });
});

test('a moved drawing takes the place of the old one', () => {
  addDrawing('trend', anchors);
  const [one] = drawingsNow();
  replaceDrawing({ ...one!, anchors: anchors.toReversed() });
  expect(drawingsNow()).toEqual([{ ...one, anchors: anchors.toReversed() }]);
  closeDrawings();
  expect(drawingsNow()).toEqual([]);
});

test('of saved drawings the unreadable are left out, the others stay', () => {
  addDrawing('trend', anchors);
  const good = drawingsNow()[0] as Drawing;
  const broken = [
    { ...good, id: '2', tool: 'gann' },
    { ...good, id: '3', anchors: anchors.slice(1) },
    { ...good, id: '4', anchors: [{ ts: 1.5, price: 1 }, anchors[0]] },
    { ...good, style: { ...good.style, color: 'blue' } },
    null,
  ];
  expect(readDrawings([good, ...broken])).toEqual([good]);
  expect(readDrawings({ drawings: [good] })).toEqual([]);
});
