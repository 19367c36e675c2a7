/** How well a title answers a query, higher is better; null when it does not. Every word of the query must occur. */
export function rank(query: string, title: string): number | null {
  const text = title.toLowerCase();
  let score = 0;
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const at = text.indexOf(word);
    if (at < 0) return null;
    if (at === 0) score += 3;
    else if (/\W/.test(text[at - 1]!)) score += 2;
    else score += 1;
  }
  return score - text.length / 1000;
}
