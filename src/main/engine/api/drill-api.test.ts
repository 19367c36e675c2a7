import { expect, it } from 'vitest';
import { Signal } from '../core/signal.ts';
import type { Desk } from '../desk/desk.ts';
import type { Drill } from '../drill/drill.ts';
import { drillApi, drillTopic } from './drill-api.ts';

const plan = { faults: ['answerLost' as const], seconds: 10, seed: 1 };

function deskWith(mode: 'PAPER' | 'REPLAY', withDrill: boolean) {
  const started: unknown[] = [];
  const drill = { run: null, last: null, changed: new Signal<void>(), start: (each: unknown) => started.push(each) };
  const desk = {
    current: { mode },
    paper: { drill: withDrill ? (drill as unknown as Drill) : null },
    switched: new Signal<void>(),
  } as unknown as Desk;
  return { desk, started };
}

it('starts a drill in the paper session, and in no other', () => {
  const paper = deskWith('PAPER', true);
  void drillApi(paper.desk)['drill.start'](plan);
  expect(paper.started).toEqual([plan]);
  for (const [mode, withDrill, sentence] of [
    ['REPLAY', true, 'stop the replay'],
    ['PAPER', false, 'this desk trades at another broker'],
  ] as const) {
    const { desk, started } = deskWith(mode, withDrill);
    expect(() => drillApi(desk)['drill.start'](plan)).toThrow(sentence);
    expect(started).toEqual([]);
    expect(drillTopic(desk, () => undefined).snapshot.refusal).toContain(sentence);
  }
});

it('tells again when the drill changes and when another session comes into view', () => {
  const { desk } = deskWith('PAPER', true);
  const told: unknown[] = [];
  const topic = drillTopic(desk, (drill) => told.push(drill));
  expect(topic.snapshot).toEqual({ refusal: null, run: null, last: null });
  desk.paper.drill!.changed.emit();
  desk.switched.emit();
  expect(told).toHaveLength(2);
  topic.close();
  desk.switched.emit();
  expect(told).toHaveLength(2);
});
