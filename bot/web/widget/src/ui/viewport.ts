/** How much room there is: the whole screen on small ones, and only what the keyboard leaves of it. */
import { useEffect, useState } from "preact/hooks";

const SMALL = "(max-width: 480px), (max-height: 480px)";

export function isSmall(): boolean {
  return matchMedia(SMALL).matches;
}

export function useSmall(): boolean {
  const [small, setSmall] = useState(isSmall);
  useEffect(() => {
    const query = matchMedia(SMALL);
    const listen = (): void => setSmall(query.matches);
    query.addEventListener("change", listen);
    return () => query.removeEventListener("change", listen);
  }, []);
  return small;
}

/** Keep the panel inside what is visible above an on-screen keyboard. */
export function useViewport(panel: { current: HTMLElement | null }, small: boolean): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    const node = panel.current;
    if (!small || !viewport || !node) return;
    const fit = (): void => {
      // A pinch zoom also changes the visual viewport; it must not move anything.
      if (viewport.scale > 1.05) return;
      node.style.setProperty("--height", `${viewport.height}px`);
      node.style.setProperty("--top", `${viewport.offsetTop}px`);
    };
    fit();
    viewport.addEventListener("resize", fit);
    viewport.addEventListener("scroll", fit);
    return () => {
      viewport.removeEventListener("resize", fit);
      viewport.removeEventListener("scroll", fit);
      node.style.removeProperty("--height");
      node.style.removeProperty("--top");
    };
  }, [small]);
}
