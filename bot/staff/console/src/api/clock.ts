/** The server's time: its clock counts for waiting times, and may be frozen for a demonstration. */

let ahead = 0;

export function setServerTime(now: string): void {
  const told = new Date(now).getTime();
  if (Number.isFinite(told)) ahead = told - Date.now();
}

export function serverNow(): number {
  return Date.now() + ahead;
}
