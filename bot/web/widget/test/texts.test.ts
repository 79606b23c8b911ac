// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { CATALOGUES, fromTag, words, type Key } from "../src/i18n/index";

const keys = Object.keys(CATALOGUES.nb) as Key[];

function sources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== "i18n")
    .map((entry) => (entry.isDirectory() ? sources(join(folder, entry.name)) : readFileSync(join(folder, entry.name), "utf-8")))
    .join("\n");
}

describe("the catalogues", () => {
  it.each(["nn", "en"] as const)("have the same texts with the same places to fill: %s", (language) => {
    const other = CATALOGUES[language];
    expect(Object.keys(other).sort()).toEqual([...keys].sort());
    const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
    for (const key of keys) expect([key, places(other[key])]).toEqual([key, places(CATALOGUES.nb[key])]);
  });

  it.each(["nb", "nn", "en"] as const)("have no empty text: %s", (language) => {
    expect(keys.filter((key) => !CATALOGUES[language][key].trim())).toEqual([]);
  });

  it("have every plural form of the language", () => {
    for (const language of ["nb", "nn", "en"] as const) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const key of keys.filter((one) => one.endsWith("_other"))) {
        for (const form of forms) expect(CATALOGUES[language]).toHaveProperty(key.replace(/_other$/, `_${form}`));
      }
    }
  });

  it("hold no text that nothing uses", () => {
    const code = sources("src");
    const families = ["reason_", "rating_", "suggestion_", "personal_", "form_", "file_"];
    const used = (key: string): boolean =>
      new RegExp(`["'\`]${key.replace(/_(one|other)$/, "")}["'\`]`).test(code) || families.some((one) => key.startsWith(one) && code.includes(`\`${one}\${`))
      || new RegExp(`"${key}"`).test(code);
    expect(keys.filter((key) => !used(key) && !["gone", "restarted", "deleted"].includes(key))).toEqual([]);
  });

  it("nynorsk is not bokmål", () => {
    const wrong = /\b(ikke|hva|hvor|hvordan|hvem|jeg|noe|fra|skrive? ikke|ble|være|eller ikke)\b/i;
    expect(keys.filter((key) => wrong.test(CATALOGUES.nn[key]))).toEqual([]);
  });
});

describe("words", () => {
  it("counts", () => {
    expect(words("nb").plural("unread", 1)).toBe("1 ny melding");
    expect(words("nb").plural("unread", 2)).toBe("2 nye meldinger");
    expect(words("en").plural("left", 1)).toBe("1 character left");
  });

  it("says when", () => {
    vi.useFakeTimers({ now: new Date(2026, 10, 22, 12) });
    expect(words("nb").day(new Date(2026, 10, 22, 8).toISOString())).toBe("i dag");
    expect(words("en").day(new Date(2026, 10, 21, 8).toISOString())).toBe("yesterday");
    expect(words("nb").moment("2026-11-22T14:00:00+00:00")).toMatch(/^15[.:]00$/);
    expect(words("nb").moment("2026-11-23T10:00:00+00:00")).toMatch(/^i morgen 11[.:]00$/);
    expect(words("nb").date("2026-07-02")).toBe("2. juli 2026");
    expect(words("nb").date("ukjent")).toBe("ukjent");
  });

  it("knows its direction and its amounts", () => {
    expect(words("nn").direction).toBe("ltr");
    expect(words("nb").amount(533388).replace(/\s/g, " ")).toBe("533 388 kr");
    expect(words("xx")).toBe(words("nb"));
  });

  it("reads language tags", () => {
    expect([fromTag("no"), fromTag("nn-NO"), fromTag("en-US"), fromTag("de"), fromTag(null)]).toEqual(["nb", "nn", "en", null, null]);
  });
});
