/** A chip that wants to sit centred on its line. Pixels. */
export interface ChipWish {
  id: string;
  /** Centre of the line. */
  y: number;
  height: number;
}

/** Smallest gap between two chips, in pixels. */
const GAP = 2;

/**
 * Places chips centred on their lines, none over another and all between `top` and `bottom` while they fit.
 * Chips that would overlap share the shift around their common middle. Gives the top edge of each chip, by id.
 */
export function layoutChips(wishes: readonly ChipWish[], top: number, bottom: number): Map<string, number> {
  const blocks: { chips: ChipWish[]; start: number; height: number }[] = [];
  const sorted = wishes.toSorted((a, b) => a.y - b.y || (a.id < b.id ? -1 : 1));
  for (const chip of sorted) {
    let block = { chips: [chip], start: chip.y - chip.height / 2, height: chip.height };
    block.start = clampStart(block.start, block.height, top, bottom);
    for (let above = blocks.at(-1); above && above.start + above.height + GAP > block.start; above = blocks.at(-1)) {
      blocks.pop();
      const chips = [...above.chips, ...block.chips];
      const height = above.height + GAP + block.height;
      block = { chips, start: clampStart(wishedStart(chips), height, top, bottom), height };
    }
    blocks.push(block);
  }
  const placed = new Map<string, number>();
  for (const block of blocks) {
    let y = block.start;
    for (const chip of block.chips) {
      placed.set(chip.id, y);
      y += chip.height + GAP;
    }
  }
  return placed;
}

/** Start of a stack that leaves its chips, on average, on their lines. */
function wishedStart(chips: readonly ChipWish[]): number {
  let offset = 0;
  let sum = 0;
  for (const chip of chips) {
    sum += chip.y - chip.height / 2 - offset;
    offset += chip.height + GAP;
  }
  return sum / chips.length;
}

function clampStart(start: number, height: number, top: number, bottom: number): number {
  return Math.max(top, Math.min(start, bottom - height));
}
