/** Reads a typed figure (commas, ₹ and a true minus allowed) and multiplies it by `scale`; null when it is none. */
export function parseNumber(text: string, scale = 1): number | null {
  const plain = text.replaceAll(/[,₹\s]/g, '').replace('−', '-');
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  return Math.round(Number(plain) * scale);
}
