import type { Chord } from './chord.ts';

export const COMMAND_GROUPS = ['Orders', 'Exits', 'Size and symbol', 'Replay', 'View', 'Risk and data'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** Everything that can be done from the palette, a key or a button: one entry each. */
export interface Command {
  /** Its name in the saved keymap. */
  id: string;
  title: string;
  group: CommandGroup;
  /** Its key before anyone changed it. */
  chord?: Chord;
  /** A second, fixed key that also acts inside text fields. */
  textChord?: Chord;
  /** `chord` itself also acts inside text fields. */
  inText?: boolean;
  /** Absent from palette and keys while this is false. */
  when?: () => boolean;
  /** Not offered in the palette, since it makes no sense there. */
  keyOnly?: boolean;
  run: () => void;
}
