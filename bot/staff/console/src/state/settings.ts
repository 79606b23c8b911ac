/** What each member of staff has chosen for this browser. */

import { useSyncExternalStore } from "react";
import { readStored, writeStored } from "./stored";

export interface Settings {
  language: "nb" | "nn";
  theme: "system" | "light" | "dark";
  sound: boolean;
  badge: boolean;
  desktop: boolean;
  shortcuts: boolean;
  enterSends: boolean;
}

const KEY = "staff.settings";
const DEFAULTS: Settings = {
  language: "nb",
  theme: "system",
  sound: true,
  badge: true,
  desktop: false,
  shortcuts: true,
  enterSends: false,
};
const local = (): Storage => window.localStorage;

let current: Settings = { ...DEFAULTS, ...readStored<Partial<Settings>>(local, KEY, {}) };
const listeners = new Set<() => void>();

export function getSettings(): Settings {
  return current;
}

export function changeSettings(change: Partial<Settings>): void {
  current = { ...current, ...change };
  writeStored(local, KEY, current);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, getSettings);
}
