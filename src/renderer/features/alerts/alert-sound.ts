import { create } from 'zustand';
import { saveStep } from '../../stores/workspace.ts';

/** Of the workspace. */
export const ALERT_SOUND_KEY = 'alerts.muted';
/** Two short tones, the second higher. Hz and seconds. */
const TONES = [
  { pitch: 880, at: 0 },
  { pitch: 1175, at: 0.16 },
];
const LENGTH = 0.14;
const LOUDNESS = 0.12;

export const soundStore = create<{ muted: boolean }>(() => ({ muted: false }));

export function setMuted(muted: boolean): void {
  soundStore.setState({ muted });
  saveStep(ALERT_SOUND_KEY, muted);
}

export const restoreAlertSound = (saved: unknown): void => soundStore.setState({ muted: saved === true });

let context: AudioContext | null = null;

/** The sound of an alert; none while muted, or where the page has not been touched yet and may not sound. */
export function alertSound(): void {
  if (soundStore.getState().muted || typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  for (const { pitch, at } of TONES) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const from = context.currentTime + at;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(LOUDNESS, from);
    volume.gain.exponentialRampToValueAtTime(0.001, from + LENGTH);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(from + LENGTH);
  }
}
