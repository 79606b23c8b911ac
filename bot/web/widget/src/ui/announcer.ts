/** Gives texts to screen readers, each once: a line is added to a live region and later taken away. */

const KEPT = 6;
const PAUSE_MS = 60;

export class Announcer {
  readonly region: { current: HTMLDivElement | null } = { current: null };
  private waiting: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Say a text; what is said at the same moment is kept apart by lines. */
  say = (text: string): void => {
    if (!text) return;
    this.waiting.push(text);
    clearTimeout(this.timer);
    // A region that has just been drawn is not listened to yet.
    this.timer = setTimeout(this.flush, PAUSE_MS);
  };

  private flush = (): void => {
    const region = this.region.current;
    const texts = this.waiting.splice(0);
    if (!region) return;
    for (const text of texts) {
      const line = document.createElement("p");
      line.textContent = text;
      region.append(line);
    }
    while (region.childElementCount > KEPT) region.firstElementChild?.remove();
  };
}
