export function startDesk(): void {
  return;
}
