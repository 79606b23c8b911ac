/** Texts, plurals, dates and amounts in the language that is shown. */
import { isLanguage, type Language } from "../api/types";
import { en } from "./en";
import { nb } from "./nb";
import { nn } from "./nn";

export type Key = keyof typeof nb;
export type Texts = Record<Key, string>;
export type PluralKey = Key extends infer K ? (K extends `${infer Stem}_other` ? Stem : never) : never;

export const CATALOGUES: Record<Language, Texts> = { nb, nn, en };
export const LOCALES: Record<Language, string> = { nb: "nb-NO", nn: "nn-NO", en: "en-GB" };
export const NAMES: Record<Language, string> = { nb: "Bokmål", nn: "Nynorsk", en: "English" };

type Values = Record<string, string | number>;

/** Everything that depends on the language. */
export interface Words {
  language: Language;
  direction: "ltr" | "rtl";
  say(key: Key, values?: Values): string;
  plural(stem: PluralKey, n: number): string;
  date(iso: string): string;
  /** A date with a short month, for narrow columns. */
  shortDate(iso: string): string;
  time(iso: string): string;
  /** The day of a message: "i dag", "i går" or a date. */
  day(iso: string): string;
  /** A moment that Nav promises, in Norwegian time as in Nav's texts: the time, with the day unless that is today. */
  moment(iso: string): string;
  amount(value: number, currency?: string): string;
  number(value: number): string;
}

function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

function direction(locale: string): "ltr" | "rtl" {
  const known = new Intl.Locale(locale) as Intl.Locale & {
    getTextInfo?: () => { direction: string };
    textInfo?: { direction: string };
  };
  return (known.getTextInfo?.() ?? known.textInfo)?.direction === "rtl" ? "rtl" : "ltr";
}

/** Returns a date; a day without a time is that day everywhere. */
function parse(iso: string): Date | null {
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(iso) ? `${iso}T12:00:00` : iso);
  return Number.isNaN(date.valueOf()) ? null : date;
}

const NORWAY = "Europe/Oslo";

/** Returns the number of a day in a time zone; the reader's own without one. */
function dayNumber(date: Date, timeZone?: string): number {
  const [year, month, day] = new Intl.DateTimeFormat("sv-SE", timeZone ? { timeZone } : {}).format(date).split("-").map(Number);
  return Date.UTC(year!, month! - 1, day) / 86_400_000;
}

/** Returns a function that makes something at its first call: formatters cost time, and a closed button needs none. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function make(language: Language): Words {
  const locale = LOCALES[language];
  const texts = CATALOGUES[language];
  const rules = once(() => new Intl.PluralRules(locale));
  const days = once(() => new Intl.DateTimeFormat(locale, { dateStyle: "long" }));
  const shortDays = once(() => new Intl.DateTimeFormat(locale, { dateStyle: "medium" }));
  const weekdays = once(() => new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }));
  const times = once(() => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }));
  const norwegianTimes = once(() => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: NORWAY }));
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
  const numbers = once(() => new Intl.NumberFormat(locale));

  const day = (iso: string, zone?: string): string => {
    const date = parse(iso);
    if (!date) return iso;
    const distance = dayNumber(date, zone) - dayNumber(new Date(), zone);
    if (Math.abs(distance) <= 1) return relative().format(distance, "day");
    return date.getFullYear() === new Date().getFullYear() ? weekdays().format(date) : days().format(date);
  };
  const time = (iso: string): string => {
    const date = parse(iso);
    return date ? times().format(date) : iso;
  };
  return {
    language,
    direction: direction(locale),
    say: (key, values) => fill(texts[key], values),
    plural: (stem, n) => {
      const key = `${stem}_${rules().select(n)}` as Key;
      return fill(texts[key in texts ? key : (`${stem}_other` as Key)], { n: numbers().format(n) });
    },
    date: (iso) => {
      const date = parse(iso);
      return date ? days().format(date) : iso;
    },
    shortDate: (iso) => {
      const date = parse(iso);
      return date ? shortDays().format(date) : iso;
    },
    time,
    day: (iso) => day(iso),
    moment: (iso) => {
      const date = parse(iso);
      if (!date) return iso;
      const [promised, at] = [day(iso, NORWAY), norwegianTimes().format(date)];
      return promised === relative().format(0, "day") ? at : `${promised} ${at}`;
    },
    amount: (value, currency = "NOK") =>
      new Intl.NumberFormat(locale, { style: "currency", currency, maximumFractionDigits: 0 }).format(value),
    number: (value) => numbers().format(value),
  };
}

const made = new Map<Language, Words>();

/** Returns the words of a language; made once. */
export function words(language: unknown): Words {
  const known: Language = isLanguage(language) ? language : "nb";
  let found = made.get(known);
  if (!found) made.set(known, (found = make(known)));
  return found;
}

/** Returns our language for a language tag such as "en-US" or "no", or null. */
export function fromTag(tag: string | null | undefined): Language | null {
  const first = (tag ?? "").toLowerCase().split(/[-_]/)[0];
  if (first === "no") return "nb";
  return isLanguage(first) ? first : null;
}
