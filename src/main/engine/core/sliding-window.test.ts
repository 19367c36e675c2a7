import { describe, expect, it } from 'vitest';
import { countWithin, roomAt } from './sliding-window.ts';

describe('a sliding window', () => {
  it('counts what lies within it, both ends as they are meant', () => {
    expect(countWithin([0, 1, 500, 1000], 1000, 1000)).toBe(3);
    expect(countWithin([], 1000, 1000)).toBe(0);
  });

  it('asked of a moment that is over, leaves out what came after it', () => {
    expect(countWithin([900, 1000, 1000.2, 1001], 1000, 1000)).toBe(2);
    expect(roomAt([900, 1000, 1000.2, 1001], 1000, 1000, 3)).toBe(1000);
    expect(roomAt([900, 1000, 1000.2, 1001], 1000, 1000, 2)).toBe(1900);
  });

  it('has room at once, later, or never', () => {
    expect(roomAt([0, 10], 20, 1000, 3)).toBe(20);
    expect(roomAt([0, 10], 20, 1000, 2)).toBe(1000);
    expect(roomAt([], 20, 1000, 0)).toBe(Infinity);
  });
});
