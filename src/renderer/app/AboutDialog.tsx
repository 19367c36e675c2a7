import { deskStore } from '../stores/desk.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Credits } from './Credits.tsx';

/** The terminal's name, version and credits. */
export function AboutDialog({ onClose }: { onClose: () => void }) {
  const version = deskStore((state) => state.hello?.version);
  return (
    <Dialog title="About" width={420} onClose={onClose}>
      <p>
        <b className="b">Next-Gen Algo Terminal</b> {version}
      </p>
      <p className="sub">Paper trading only: no order leaves this machine.</p>
      <Credits />
    </Dialog>
  );
}
