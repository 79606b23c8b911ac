/** Times, durations and amounts as people read them. Always Norwegian time. */

const ZONE = "Europe/Oslo";
const LOCALES: Record<string, string> = { nb: "nb-NO", nn: "nn-NO", en: "en-GB" };
const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(LOCALES[language] ?? "nb-NO", { timeZone: ZONE, ...options });
    cache.set(key, found);
  }
  return found;
}

const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

function clock(at: Date, language: string): string {
  const text = formatter(language, CLOCK).format(at);
  return language === "en" ? text : text.replace(":", ".");
}

export function formatTime(iso: string, language: string): string {
  return clock(new Date(iso), language);
}

export function formatDate(iso: string, language: string): string {
  return formatter(language, { day: "numeric", month: "long", year: "numeric" }).format(new Date(iso));
}

export function formatDay(iso: string, language: string): string {
  return formatter(language, { day: "numeric", month: "short" }).format(new Date(iso));
}

export function formatDateTime(iso: string, language: string): string {
  const at = new Date(iso);
  const day = formatter(language, { weekday: "long", day: "numeric", month: "long" }).format(at);
  const between = language === "en" ? "at" : "kl.";
  return `${day} ${between} ${clock(at, language)}`;
}

export function formatStamp(iso: string, language: string): string {
  const at = new Date(iso);
  return `${formatter(language, { day: "2-digit", month: "2-digit", year: "numeric" }).format(at)} ${clock(at, language)}`;
}

export function sameDay(a: string, b: string): boolean {
  const day = formatter("nb", { day: "numeric", month: "numeric", year: "numeric" });
  return day.format(new Date(a)) === day.format(new Date(b));
}

export function formatNumber(value: number, language: string, digits = 0): string {
  return new Intl.NumberFormat(LOCALES[language] ?? "nb-NO", { maximumFractionDigits: digits }).format(value);
}

export function formatKroner(value: number, language: string): string {
  return `${formatNumber(value, language)} kr`;
}

export function formatShare(share: number | null, language: string): string {
  return share === null ? "–" : `${formatNumber(share * 100, language)} %`;
}

/** Return a duration in at most two units: "45 s", "12 min", "2 t 5 min", "3 d 4 t". */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return "–";
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} t ${minutes % 60} min` : `${hours} t`;
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${days} d ${hours % 24} t` : `${days} d`;
}

export function secondsBetween(from: string, to: number): number {
  return (to - new Date(from).getTime()) / 1000;
}
