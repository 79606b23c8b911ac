import { describe, expect, it } from "vitest";
import { plain, render, shorten } from "../src/text/markdown";
import { findPersonal, isAccount, isIdentity, withoutPersonal } from "../src/text/personal";

function html(text: string): string {
  const box = document.createElement("div");
  box.append(render(text, "ny fane"));
  return box.innerHTML;
}

/** Returns the first number with right check digits that begins with a date of birth. */
function identity(birth: string): string {
  for (let tail = 10000; tail < 99999; tail++) if (isIdentity(birth + tail)) return birth + tail;
  throw new Error(`no identity number begins with ${birth}`);
}

describe("text of messages", () => {
  it("draws paragraphs and lists", () => {
    expect(html("Dere må\n- ansette\n- betale\n\nTakk.")).toBe("<p>Dere må</p>\n<ul>\n<li>ansette</li>\n<li>betale</li>\n</ul>\n<p>Takk.</p>\n");
  });

  it("keeps a date at the beginning of a line a date", () => {
    expect(html("1. juli 2026 endres satsen.")).toBe("<p>1. juli 2026 endres satsen.</p>\n");
    expect(html("- 1. desember 2026: 60 %")).toContain("<li>1. desember 2026: 60 %</li>");
  });

  it.each([
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "[klikk](javascript:alert(1))",
    "![x](https://example.com/x.png)",
    "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    '<a href="https://x.no" style="position:fixed" onclick="x()">x</a>',
  ])("lets nothing harmful through: %s", (text) => {
    const box = document.createElement("div");
    box.append(render(text, "ny fane"));
    expect(box.querySelector("img, script, svg, style, iframe, [style], [onclick], [onerror]")).toBeNull();
    for (const link of box.querySelectorAll("a")) expect(link.getAttribute("href") ?? "https:").toMatch(/^https:/);
  });

  it("opens links in a new tab, says so, and shows a short address", () => {
    const link = render("Se https://www.nav.no/arbeidsgiver/mentor nå", "åpnes i ny fane").querySelector("a")!;
    expect(link.href).toBe("https://www.nav.no/arbeidsgiver/mentor");
    expect(link.target).toBe("_blank");
    expect(link.rel).toContain("noopener");
    expect(link.textContent).toBe("nav.no/arbeidsgiver/mentor (åpnes i ny fane)");
    expect(shorten(`https://www.nav.no/${"x".repeat(80)}`)).toHaveLength(46);
  });

  it("is read aloud without marks", () => {
    expect(plain("**Mentor** kan passe:\n- én\n- to")).toBe("Mentor kan passe: \nén \nto");
  });
});

describe("personal data in the box", () => {
  it.each([
    ["identity", identity("010190")],
    ["identity", identity("410190")],
    ["identity", `${identity("010190").slice(0, 6)} ${identity("010190").slice(6)}`],
    ["email", "skriv til ola.nordmann@bedrift.no"],
    ["phone", "ring 912 34 567"],
    ["phone", "91234567"],
    ["phone", "+47 91 23 45 67"],
    ["phone", "+4791234567"],
    ["account", "8601 11 17947"],
  ])("finds %s in «%s»", (kind, text) => {
    expect(findPersonal(text).map((one) => one.kind)).toEqual([kind]);
  });

  it.each([
    "999 888 777", "organisasjonsnummer 974760673", "31 000 i måneden", "12345678901", "1.1.2027 til 31.12.2027",
    "2026-2027", "Ring 55 55 33 36", "160 400 kroner", "20000000", "35 timer, 100 prosent", "20261201",
  ])("leaves «%s» alone", (text) => {
    expect(findPersonal(text)).toEqual([]);
  });

  it("takes out what it found and nothing else", () => {
    expect(withoutPersonal("Ring 912 34 567 eller skriv til a@b.no om mentor")).toBe("Ring eller skriv til om mentor");
  });

  it("checks the digits", () => {
    expect(isIdentity("00000000000")).toBe(false);
    expect(isIdentity("1234")).toBe(false);
    expect(isAccount("86011117947")).toBe(true);
    expect(isAccount("86011117948")).toBe(false);
  });
});
