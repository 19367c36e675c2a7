import type { StoryKind } from '../../../contract/replay.ts';

/** What the list of a day can be narrowed to. */
export const THEN_VIEWS = {
  all: { label: 'All', kinds: ['key', 'decision', 'refusal', 'order', 'fill', 'risk'] },
  keys: { label: 'Keys', kinds: ['key'] },
  risk: { label: 'Risk', kinds: ['decision', 'refusal', 'risk'] },
  orders: { label: 'Orders', kinds: ['order', 'fill'] },
  fills: { label: 'Fills', kinds: ['fill'] },
} as const satisfies Record<string, { label: string; kinds: readonly StoryKind[] }>;

export type ThenView = keyof typeof THEN_VIEWS;

/** A word for each kind, so that its mark is not told by colour alone. */
export const KIND_WORDS: Record<StoryKind, string> = {
  key: 'Key',
  decision: 'Risk decision',
  refusal: 'Refusal',
  order: 'Order',
  fill: 'Fill',
  risk: 'Risk',
};
