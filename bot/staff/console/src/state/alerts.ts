/** Tells that something new has come: sound, title of the page, and a notification of the desktop. */

let audio: AudioContext | null = null;

/** Two short tones, made here, so that nothing needs to be loaded. Silent until the page has been touched. */
export function playSound(): void {
  try {
    audio ??= new AudioContext();
    const now = audio.currentTime;
    for (const [start, pitch] of [
      [0, 660],
      [0.16, 880],
    ] as const) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, now + start);
      volume.gain.exponentialRampToValueAtTime(0.15, now + start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, now + start + 0.15);
      tone.connect(volume).connect(audio.destination);
      tone.start(now + start);
      tone.stop(now + start + 0.16);
    }
  } catch {
    // A browser without sound still shows the badge.
  }
}

export function badgeTitle(title: string, news: number): string {
  return news > 0 ? `(${news}) ${title}` : title;
}

export type Permission = "granted" | "denied" | "default" | "unsupported";

export function desktopPermission(): Permission {
  return "Notification" in window ? Notification.permission : "unsupported";
}

export async function askForDesktop(): Promise<boolean> {
  if (!("Notification" in window)) return false;
  return (await Notification.requestPermission()) === "granted";
}

/** Show a notification without any text of the conversation: it may be seen on a locked screen. */
export function showDesktop(title: string, tag: string, open: () => void): void {
  if (desktopPermission() !== "granted") return;
  const shown = new Notification(title, { tag });
  shown.onclick = () => {
    window.focus();
    open();
    shown.close();
  };
}

/** Return the ids that were not there before. The first look at a list is no news. */
export function newIds(before: ReadonlySet<string> | null, now: readonly string[]): string[] {
  return before === null ? [] : now.filter((id) => !before.has(id));
}
