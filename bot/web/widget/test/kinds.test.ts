import { beforeEach, describe, expect, it } from "vitest";
import type { Stored } from "../src/api/types";
import { words } from "../src/i18n/index";
import { emergencyNumbers } from "../src/ui/kinds/cards";
import { stepsOf } from "../src/ui/kinds/calculation";
import { choicesOf } from "../src/ui/kinds/index";
import { titles } from "../src/ui/log";
import { spoken } from "../src/ui/spoken";
import { FakeServer, SAMPLES, sample, until } from "./server";
import { Page } from "./widget";

let server: FakeServer;

async function show(...messages: Stored[]): Promise<Page> {
  for (const message of messages) server.add(message);
  localStorage.setItem(`nav-arbeidsgiverhjelp:${location.origin}`, "token");
  const page = new Page({ lang: "nb" });
  page.element.open();
  await until(() => page.all(".row").length === messages.length);
  return page;
}

beforeEach(() => {
  server = new FakeServer();
});

describe("every message the server has been seen to send", () => {
  it.each(Object.keys(SAMPLES))("is drawn with its text: %s", async (name) => {
    const page = await show(sample(name));
    const row = page.all(".row")[0]!;
    expect(row.querySelector(".bubble")!.textContent!.length).toBeGreaterThan(5);
    expect(row.getAttribute("lang")).toBe(sample(name).custom?.language ?? "nb");
    expect(row.innerHTML).not.toMatch(/undefined|\[object|NaN/);
  });
});

describe("kinds", () => {
  it("answer: body without the line of sources, links with the day they were read", async () => {
    const page = await show(sample("nb-answer"));
    expect(page.text(".prose")).not.toContain("Kilde:");
    expect(page.text(".sources")).toContain("sjekket 2. juli 2026");
    const links = page.all(".sources a") as HTMLAnchorElement[];
    expect(links[0]?.href).toContain("lovdata.no");
    expect(links.every(({ target, rel }) => target === "_blank" && rel.includes("noopener"))).toBe(true);
  });

  it("answer: warns of old sources", async () => {
    const page = await show(sample("stale"));
    expect(page.text(".warning")).toContain("Kildene er gamle");
  });

  it("a press on a button sends its payload and shows its title", async () => {
    const page = await show(sample("nb-answer"));
    page.button("Hvor mye?").click();
    await until(() => server.of("/api/conversation/messages").length === 1);
    expect(server.of("/api/conversation/messages")[0]?.body["text"]).toBe("velg:mentor:amount");
    await until(() => page.all(".row.mine").length === 1);
    expect(page.text(".row.mine .verbatim")).toBe("Hvor mye?");
  });

  it("clarify: its options are buttons also where none were sent", () => {
    const { buttons: _gone, ...message } = sample("nb-clarify");
    expect(choicesOf(message as Stored)[0]?.payload).toMatch(/^velg:[\w-]+:amount$/);
    expect(choicesOf({ ...message, custom: { kind: "clarify", options: [{ title: "Person", intent: "handoff" }] } } as Stored))
      .toEqual([{ title: "Person", payload: "velg:intent:handoff" }]);
  });

  it("calculation: sums, chart with words, table, assumptions and files", async () => {
    const page = await show(sample("nb-calculation"));
    expect(page.text(".sums").replace(/\s/g, " ")).toContain("inntil 533 388 kr");
    expect(page.all("svg[role=img]")[0]?.getAttribute("aria-label")).toContain("Søylediagram");
    expect(page.all("tbody tr")).toHaveLength(2);
    expect(page.all("tbody th[scope=row]")[0]?.textContent).toContain("2026");
    expect(page.text("details").replace(/\s/g, " ")).toContain("12 % feriepenger");
    expect(page.text(".tag")).toBe("Anslag – Nav avgjør");
    expect((page.all(".links a") as HTMLAnchorElement[]).map(({ pathname }) => pathname)).toEqual([
      "/files/example/calculation.html", "/files/example/calendar.ics", "/files/example/chart.png",
    ]);
  });

  it("calculation: links lead to our own files only, and months become steps where none were sent", async () => {
    const message = sample("nb-calculation");
    message.custom!["files"] = { page: "https://evil.example/", calendar: "//evil.example/x", chart: "javascript:1" };
    const page = await show(message);
    expect(page.all(".links a")).toEqual([]);
    const month = (from: string, to: string, percent: number) => ({ from, to, percent, amount: percent });
    const periods = [month("2026-01-01", "2026-01-31", 60), month("2026-02-01", "2026-02-28", 60), month("2026-03-01", "2026-03-31", 50)];
    expect(stepsOf({ kind: "calculation", periods }).map(({ from, to }) => [from, to])).toEqual([
      ["2026-01-01", "2026-02-28"], ["2026-03-01", "2026-03-31"],
    ]);
  });

  it("recommendation: cards in order, with why and who starts, and what does not suit folded", async () => {
    const page = await show(sample("nb-recommendation"));
    const cards = page.all(".card");
    expect(cards.length).toBe((sample("nb-recommendation").custom!["schemes"] as unknown[]).length);
    expect(cards[0]?.querySelector(".heading")?.textContent).toMatch(/Passer|Kan passe/);
    expect(cards[0]?.textContent).toContain("Hvem starter");
    expect(page.all("details").map((one) => one.hasAttribute("open"))).toContain(false);
    page.button("Mer om inkluderingstilskudd").click();
    await until(() => server.of("/api/conversation/messages").length);
    expect(server.of("/api/conversation/messages")[0]?.body["text"]).toBe("velg:inkluderingstilskudd:overview");
  });

  it("comparison: a table with the schemes as columns and a row head for each topic", async () => {
    const page = await show(sample("nb-comparison"));
    expect(page.all("thead th").map((one) => one.textContent)).toEqual(["Mentortilskudd", "Inkluderingstilskudd"]);
    expect(page.all("[scope=rowgroup]")[0]?.getAttribute("colspan")).toBe("2");
    expect(page.all("caption")[0]?.textContent).toContain("Sammenligning");
    expect(page.all(".scroll")[0]?.tabIndex).toBe(0);
  });

  it("list: groups that fold, and each scheme can be asked about", async () => {
    const page = await show(sample("nb-list"));
    expect(page.all("details.group").length).toBeGreaterThan(1);
    page.button("Midlertidig lønnstilskudd").click();
    await until(() => server.of("/api/conversation/messages").length);
    expect(server.of("/api/conversation/messages")[0]?.body["text"]).toBe("velg:midlertidig-lonnstilskudd:");
    await until(() => page.all(".mine").length);
    expect(page.text(".mine .verbatim")).toBe("Midlertidig lønnstilskudd");
  });

  it("contact: a link that calls", async () => {
    const page = await show(sample("nb-contact"));
    expect(page.text(".contact .heading")).toBe("Bergen hører til Nav Vestland");
    expect(page.all("a[href='tel:55553336']")[0]?.textContent).toBe("Ring 55 55 33 36");
    expect(page.all(".contact a.action")).toHaveLength(3);
  });

  it("crisis: the numbers can be called at once", async () => {
    const page = await show(sample("nb-crisis"));
    expect(page.all(".crisis a[href^='tel:']").map((one) => one.getAttribute("href"))).toEqual(["tel:113", "tel:112", "tel:116123"]);
    expect(emergencyNumbers("ring 113, 116 123 eller 55 55 33 36, sak 1134567")).toEqual(["113", "116 123"]);
  });

  it("a person's message stands under name and role", async () => {
    const page = await show(sample("person"));
    expect(page.text(".row.person .from")).toContain("Kari Nordmann · Veileder");
    expect(page.text(".initials")).toBe("KN");
    expect(page.all(".person .bubble strong")[0]?.textContent).toBe("Mentor");
    expect(page.all(".person .thumbs")).toEqual([]);
  });

  it("handoff: reference, queue and promise", async () => {
    const page = await show(sample("nb-handoff-sent"));
    expect(page.text("dl.rows")).toContain("NAV-XAHT-PET4");
    expect(page.text("dl.rows")).toContain("Svar senest");
    expect(page.text(".from")).toContain("Nav");
  });

  it("choices of a form's question can be taken only while it is the last message", async () => {
    const page = await show(sample("nb-question-finder"), sample("nb-smalltalk"));
    expect(page.all(".row")[0]?.querySelectorAll(".choices").length).toBe(0);
    expect(page.all(".row")[1]?.querySelectorAll(".choices").length).toBe(1);
  });
});

describe("what is read aloud", () => {
  it("names who, the text, the sources and the choices, once", () => {
    expect(spoken(sample("nb-answer"), words("nb"))).toMatch(/^Assistenten: Nav betaler .* 2 kilder\. Valg: Hvem gjelder det for\?, Hvor mye\?/s);
    expect(spoken(sample("en-answer"), words("nb"))).toMatch(/^The assistant: Nav pays/);
    expect(spoken(sample("person"), words("nb"))).toMatch(/^Kari Nordmann: Hei!/);
    expect(spoken(sample("nb-comparison"), words("nb")).length).toBeLessThan(200);
  });
});

describe("own messages", () => {
  it("a payload that comes back after a reload is shown as the button's title", () => {
    const asked = { seq: 9, author: "employer", text: "velg:mentor:amount", at: "" } as Stored;
    expect(titles([sample("nb-answer"), asked], words("nb")).get(9)).toBe("Hvor mye?");
    expect(titles([asked], words("nb")).get(9)).toBe("velg:mentor:amount");
  });
});
