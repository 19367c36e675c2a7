/** Writes into the text that is there: a new text node would be laid out anew. */
export function writeText(place: HTMLElement, text: string): void {
  const { firstChild } = place;
  if (!(firstChild instanceof Text) || text === '') place.textContent = text;
  else if (firstChild.data !== text) firstChild.data = text;
}
