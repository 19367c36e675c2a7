import { PAISE } from '../chart-options.ts';
import { toChartTime } from '../chart-time.ts';
import type { PaneScene, PaneTarget } from '../pane-primitive.ts';
import type { Ghost } from './ghosts.ts';

type Context = Parameters<Parameters<PaneTarget['useMediaCoordinateSpace']>[0]>[0]['context'];

/** Half of a mark, CSS px. */
const HALF = 6;

/**
 * Draws what the account did that day: hollow, dashed, in the colour of replays and with the word "then", so that nothing
 * of it is taken for an order of the replay itself.
 */
export function drawGhosts(target: PaneTarget, ghosts: readonly Ghost[], { chart, series, theme }: PaneScene): void {
  target.useMediaCoordinateSpace(({ context }) => {
    const xOf = (ts: number) => chart.timeScale().timeToCoordinate(toChartTime(ts));
    const violet = theme['--pen-violet'];
    context.font = `700 10px ${theme['--font']}`;
    context.lineJoin = 'round';
    const say = (text: string, x: number, y: number) => {
      context.setLineDash([]);
      context.strokeStyle = theme['--bg-1'];
      context.lineWidth = 3;
      context.strokeText(text, x, y);
      context.fillStyle = violet;
      context.fillText(text, x, y);
    };
    for (const ghost of ghosts) {
      const x = xOf(ghost.ts);
      const y = series.priceToCoordinate(ghost.price / PAISE);
      if (x === null || y === null) continue;
      const buy = ghost.side === 'BUY';
      context.strokeStyle = violet;
      context.lineWidth = 1.5;
      if (ghost.kind === 'rest') {
        const end = Math.max(xOf(ghost.until) ?? x, x + HALF);
        context.setLineDash([2, 3]);
        line(context, x, y, end, y);
        context.textAlign = 'start';
        say(`then ${ghost.side}${ghost.stop ? ' stop' : ''}`, x + 2, y - 4);
        continue;
      }
      context.textAlign = 'center';
      if (ghost.kind === 'refused') {
        context.setLineDash([]);
        line(context, x - 4, y - 4, x + 4, y + 4);
        line(context, x - 4, y + 4, x + 4, y - 4);
        say(`then refused ${buy ? 'B' : 'S'}`, x, y - 9);
        continue;
      }
      context.setLineDash([2, 2]);
      context.fillStyle = theme['--bg-1'];
      context.beginPath();
      context.moveTo(x, y - HALF);
      context.lineTo(x + HALF, y);
      context.lineTo(x, y + HALF);
      context.lineTo(x - HALF, y);
      context.closePath();
      context.fill();
      context.stroke();
      say(`then ${buy ? 'B' : 'S'} ${ghost.lots}`, x, buy ? y + HALF + 12 : y - HALF - 5);
    }
    context.setLineDash([]);
    context.textAlign = 'start';
  });
}

function line(context: Context, fromX: number, fromY: number, toX: number, toY: number): void {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}
