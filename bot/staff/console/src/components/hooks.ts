/** Small hooks that several pages use. */

import { useEffect, useState, useSyncExternalStore } from "react";
import { serverNow } from "../api/clock";
import { badgeTitle } from "../state/alerts";
import { useTexts } from "../i18n";

/** The time, renewed every so often, so that waiting times go on by themselves. */
export function useNow(everyMs = 15_000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

export function useMediaQuery(media: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(media);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => window.matchMedia(media).matches,
  );
}

export const useWide = (): boolean => useMediaQuery("(min-width: 1000px)");

let pageTitle = "";
let news = 0;

function showTitle(suffix: string): void {
  document.title = badgeTitle(pageTitle ? `${pageTitle} – ${suffix}` : suffix, news);
}

/** Name the page in the tab of the browser. */
export function usePageTitle(title: string): void {
  const { t } = useTexts();
  const suffix = t("app.title");
  useEffect(() => {
    pageTitle = title;
    showTitle(suffix);
  }, [title, suffix]);
}

/** Show how much is new in front of the page's name. */
export function useTitleBadge(count: number): void {
  const { t } = useTexts();
  const suffix = t("app.title");
  useEffect(() => {
    news = count;
    showTitle(suffix);
  }, [count, suffix]);
}

/** The value when it has rested for a while, for searches while typing. */
export function useRested<T>(value: T, ms = 300): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}
