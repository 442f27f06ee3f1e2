// Says a result to screen readers through the one live region of index.html, which is there before any message is:
// regions that appear together with their text are often not read.
export function announce(text: string): void {
  const region = document.getElementById('announcer');
  if (!region) return;
  // The same text twice in a row would not be read the second time.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}
