/** Line icons of our own, in the weight of Aksel's; always beside a text or inside a labelled control. */
import type { JSX } from "preact";

const PATHS = {
  chat: "M4 5.5h16v11h-9l-4.5 3.5v-3.5H4zM8 9.5h8M8 12.75h5",
  close: "m6 6 12 12M18 6 6 18",
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  enlarge: "M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7",
  shrink: "M20 10h-6V4M14 10l6.5-6.5M4 14h6v6M10 14l-6.5 6.5",
  send: "M4 12h14M12.5 6l6 6-6 6",
  up: "M7.5 10.5 11 4c1.5 0 2.5 1 2.5 2.5v3H19l-1.5 9h-10m0-8v8m0-8H4.5v8h3",
  down: "M16.500 13.500 13 20c-1.500 0-2.500-1-2.500-2.500v-3H5l1.500-9h10m0 8v-8m0 8h3v-8h-3",
  phone: "M6 4h3l1.500 4.500L8.250 10A10 10 0 0 0 14 15.750l1.500-2.250L20 15v3c0 1.100-.9 2-2 2A14 14 0 0 1 4 6c0-1.100.9-2 2-2",
  external: "M14 4h6v6M20 4l-9 9M17 13.500V20H4V7h6.500",
  warning: "M12 4 2.750 20h18.500zM12 10v4.500M12 17.250h.01",
  check: "m5 12.500 4.500 4.500L19 7",
  arrowDown: "M12 5v13M6.500 12.500 12 18l5.500-5.500",
  person: "M12 11.500a3.750 3.750 0 1 0 0-7.500 3.750 3.750 0 0 0 0 7.500M4.500 20c.8-3.500 3.800-5.500 7.500-5.500s6.700 2 7.500 5.500",
  download: "M12 4v11M7 10.500l5 5 5-5M5 20h14",
  calendar: "M4.500 6h15v14h-15zM4.500 10h15M8 3.500v4M16 3.500v4",
  print: "M7 9V4h10v5M7 17H4.500V9h15v8H17M7 14h10v6H7z",
  chart: "M5 20V10M12 20V4M19 20v-7",
  search: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13M15.500 15.500 20 20",
  refresh: "M19.500 12A7.500 7.500 0 1 1 17 6.400M17 3v4h-4",
  bin: "M5 7h14M9.500 7V4.500h5V7M7 7l.8 12.500h8.400L17 7M10.250 10.500v5.500M13.750 10.500v5.500",
  device: "M8 3.500h8v17H8zM11.500 17.500h1",
  star: "m12 4 2.400 5.200 5.600.7-4.100 3.900 1 5.700L12 16.700l-4.900 2.800 1-5.700L4 9.900l5.600-.7z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, bold = false }: { name: IconName; bold?: boolean }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" fill="none"
      stroke="currentColor" stroke-width={bold || name === "menu" ? 2.5 : 1.6} stroke-linecap="round" stroke-linejoin="round">
      <path d={PATHS[name]} />
    </svg>
  );
}
