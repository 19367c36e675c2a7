import type { Drill as DrillView } from '../../../contract/drill.ts';
import { AppError } from '../core/app-error.ts';
import type { Desk } from '../desk/desk.ts';
import type { CallHandlers, TopicSubscription } from './desk-api.ts';

const NOT_PAPER = 'Faults are injected into the paper account only, and this desk trades at another broker.';
const IN_REPLAY = 'A fault drill is for the paper session: stop the replay, then start it.';

export function drillApi(desk: Desk): Pick<CallHandlers, 'drill.start' | 'drill.stop'> {
  return {
    'drill.start': (plan) => {
      const refusal = refusalOf(desk);
      if (refusal !== null) throw new AppError('DRILL_NOT_OFFERED', refusal);
      desk.paper.drill!.start(plan);
      return null;
    },
    'drill.stop': () => {
      const { drill } = desk.paper;
      if (drill === null) throw new AppError('DRILL_NOT_OFFERED', NOT_PAPER);
      drill.stop();
      return null;
    },
  };
}

/** Whether a drill is offered, the one that is on, and the last report. */
export function drillTopic(desk: Desk, emit: (drill: DrillView) => void): TopicSubscription<'drill'> {
  const tell = () => emit(viewOf(desk));
  const leave = [desk.switched.on(tell), desk.paper.drill?.changed.on(tell)];
  return {
    snapshot: viewOf(desk),
    close: () => {
      for (const unsubscribe of leave) unsubscribe?.();
    },
  };
}

function viewOf(desk: Desk): DrillView {
  const { drill } = desk.paper;
  return { refusal: refusalOf(desk), run: drill?.run ?? null, last: drill?.last ?? null };
}

function refusalOf(desk: Desk): string | null {
  if (desk.paper.drill === null) return NOT_PAPER;
  return desk.current.mode === 'PAPER' ? null : IN_REPLAY;
}
