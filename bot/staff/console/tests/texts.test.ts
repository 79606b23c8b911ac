import { describe, expect, it } from "vitest";
import { nb } from "../src/i18n/nb";
import { nn } from "../src/i18n/nn";
import { formatDateTime, formatSeconds, formatStamp } from "../src/i18n/format";
import { textsOf } from "../src/i18n";
import { fillPlaceholders, unknownPlaceholders } from "../src/state/placeholders";

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
const keys = Object.keys(nb) as (keyof typeof nb)[];

describe("catalogues", () => {
  it("have the same keys in the same order", () => {
    expect(Object.keys(nn)).toEqual(keys);
  });

  it.each(keys)("%s: is not empty and has the same placeholders in both", (key) => {
    expect(nb[key].trim()).not.toBe("");
    expect(nn[key].trim()).not.toBe("");
    expect(placeholders(nn[key])).toEqual(placeholders(nb[key]));
  });

  it("nynorsk is nynorsk and bokmål is bokmål", () => {
    const bokmal =
      /(^|[^\p{L}])(ikke|hva|hvordan|hvem|hvorfor|noe|noen|fra|jeg|deres|ble|være|bare|mer|nå|uten|samtaler|tilskudd)([^\p{L}]|$)/iu;
    const nynorsk =
      /(^|[^\p{L}])(ikkje|kva|korleis|kven|kvifor|noko|nokon|frå|eg|dykkar|vart|vere|berre|meir|utan|samtalar|tilskot)([^\p{L}]|$)/iu;
    expect(keys.filter((key) => bokmal.test(nn[key]))).toEqual([]);
    expect(keys.filter((key) => nynorsk.test(nb[key]))).toEqual([]);
  });

  it("fill in values and leave unknown ones visible", () => {
    expect(textsOf("nn").t("list.count", { n: 3 })).toBe("3 saker");
    expect(textsOf("nb").t("list.count")).toBe("{n} saker");
  });
});

describe("canned answers", () => {
  const known = { name: "Astrid", reference: "NAV-1", me: "Ingrid", answer_by: "2026-11-23T08:00:00Z" };

  it("are filled in the language of the answer, in Norwegian time", () => {
    expect(fillPlaceholders("Hei {name}! Svar {answer_by}, {reference}, {me}.", known, "nb")).toBe(
      "Hei Astrid! Svar mandag 23. november kl. 09.00, NAV-1, Ingrid.",
    );
    expect(fillPlaceholders("By {answer_by}", known, "en")).toBe("By Monday 23 November at 09:00");
  });

  it("read well when the name is not known", () => {
    expect(fillPlaceholders("Hei {name}, takk.", { ...known, name: null }, "nb")).toBe("Hei, takk.");
    expect(fillPlaceholders("Hei {name}, takk.", { ...known, name: "  " }, "nb")).toBe("Hei, takk.");
  });

  it("keep braces that are meant as such, and what they do not know", () => {
    expect(fillPlaceholders("{{name}} {other}", known, "nb")).toBe("{name} {other}");
    expect(unknownPlaceholders("{name} {other} {other}")).toEqual(["other"]);
  });
});

describe("times", () => {
  it("are Norwegian, in winter and summer", () => {
    expect(formatStamp("2026-01-15T12:00:00Z", "nb")).toBe("15.01.2026 13.00");
    expect(formatStamp("2026-07-15T12:00:00Z", "nb")).toBe("15.07.2026 14.00");
    expect(formatDateTime("2026-11-22T23:30:00Z", "nn")).toContain("kl. 00.30");
  });

  it.each([
    [null, "–"],
    [0, "0 s"],
    [59.4, "59 s"],
    [60, "1 min"],
    [3_600, "1 t"],
    [8_040, "2 t 14 min"],
    [90_000, "1 d 1 t"],
    [-5, "0 s"],
  ])("%s seconds are %s", (seconds, shown) => {
    expect(formatSeconds(seconds)).toBe(shown);
  });
});
