/** A recorded day's source as people read it: "Recorded here", "Imported: file.csv". */
export function sourceName(source: string): string {
  if (source.startsWith('import:')) return `Imported: ${source.slice('import:'.length)}`;
  return source === 'sim' ? 'Recorded: simulated market' : source;
}
