/** Small values kept in the browser. A browser that refuses storage costs the memory, never the page. */

export function readStored<T>(storage: () => Storage, key: string, fallback: T): T {
  try {
    const text = storage().getItem(key);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

export function writeStored(storage: () => Storage, key: string, value: unknown): void {
  try {
    if (value === undefined) storage().removeItem(key);
    else storage().setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: what is kept in memory still works.
  }
}

export function storedKeys(storage: () => Storage, prefix: string): string[] {
  try {
    return Object.keys(storage()).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

export function removeStored(storage: () => Storage, prefix: string): void {
  for (const key of storedKeys(storage, prefix)) writeStored(storage, key, undefined);
}
