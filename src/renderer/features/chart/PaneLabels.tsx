import type { Ref } from 'react';
import { LegendItem } from './indicators/IndicatorLegend.tsx';
import { useIndicators } from './indicators/indicator-store.ts';
import { indicatorOf } from '../../../indicators/registry.ts';

/** What each pane shows, at its top left: names, and figures that the chart writes as bars and crosshair move. */
export function PaneLabels({ ref }: { ref: Ref<HTMLDivElement> }) {
  const indicators = useIndicators();
  const overlays = indicators.filter(({ id }) => indicatorOf(id)!.outputs[0]!.pane === 'price');
  return (
    <div ref={ref}>
      {overlays.length === 0 ? null : (
        <div className="indicator-legend">
          {overlays.map((chosen) => (
            <LegendItem key={chosen.key} chosen={chosen} />
          ))}
        </div>
      )}
      <div className="chart-label" data-pane="volume" hidden>
        Volume <span className="t2" data-figure="volume" />
      </div>
      <div className="chart-label" data-pane="oi" hidden>
        Open interest <span className="t2" data-figure="oi" />
      </div>
      {indicators.map((chosen) =>
        overlays.includes(chosen) ? null : (
          <div key={chosen.key} className="chart-label" data-pane={chosen.key} hidden>
            <LegendItem chosen={chosen} />
          </div>
        ),
      )}
    </div>
  );
}

/** Moves each label to the top of its pane; those of panes that are not there are hidden. */
export function placeLabels(labels: HTMLElement, tops: ReadonlyMap<string, number>): void {
  for (const label of labels.querySelectorAll<HTMLElement>('[data-pane]')) {
    const top = tops.get(label.dataset['pane']!);
    label.hidden = top === undefined;
    if (top !== undefined) label.style.transform = `translateY(${top + 2}px)`;
  }
}

/** Writes figures by the names of their places; nothing else of a label changes with a tick. */
export function writeFigures(labels: HTMLElement, figures: ReadonlyMap<string, string>): void {
  for (const place of labels.querySelectorAll<HTMLElement>('[data-figure]')) {
    const text = figures.get(place.dataset['figure']!);
    if (text !== undefined && place.textContent !== text) place.textContent = text;
  }
}
