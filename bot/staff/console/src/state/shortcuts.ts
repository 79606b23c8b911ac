/** Keyboard shortcuts: single keys outside of fields, which can be switched off. */

import { useEffect } from "react";
import { getSettings } from "./settings";

const SEQUENCE_MS = 1_200;

function inField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
      target.closest("[role=dialog],[role=menu]") !== null)
  );
}

/** Run what belongs to a key ("?") or to two keys after each other ("g k"). */
export function useShortcuts(actions: Record<string, () => void>): void {
  useEffect(() => {
    let first = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const press = (event: KeyboardEvent) => {
      if (!getSettings().shortcuts || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.defaultPrevented || inField(event.target)) return;
      const sequence = first ? `${first} ${event.key}` : event.key;
      const action = actions[sequence] ?? actions[event.key];
      clearTimeout(timer);
      first = "";
      if (action) {
        event.preventDefault();
        action();
      } else if (Object.keys(actions).some((keys) => keys.startsWith(`${event.key} `))) {
        first = event.key;
        timer = setTimeout(() => {
          first = "";
        }, SEQUENCE_MS);
      }
    };
    document.addEventListener("keydown", press);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("keydown", press);
    };
  }, [actions]);
}
