import { beforeEach, describe, expect, it, vi } from "vitest";
import { contactFault } from "../src/ui/inputs/contact";
import { fieldOf, norwegianDate } from "../src/ui/inputs/field";
import type { Stored } from "../src/api/types";
import { FakeServer, FakeSocket, sample, until } from "./server";
import { Page } from "./widget";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

async function opened(attributes: Record<string, string> = {}, ...messages: Stored[]): Promise<Page> {
  for (const message of messages) server.add(message);
  if (messages.length) localStorage.setItem(`nav-arbeidsgiverhjelp:${location.origin}`, "token");
  const page = new Page(attributes);
  page.element.open();
  await until(() => page.all(".row").length === messages.length && page.all(".composer").length);
  return page;
}

describe("the element", () => {
  it("begins closed, with a labelled button, and asks the server for nothing", () => {
    const page = new Page({ lang: "nb" });
    expect(page.all(".panel")).toEqual([]);
    expect(page.button("Spør om ordninger").getAttribute("aria-haspopup")).toBe("dialog");
    expect(server.calls).toEqual([]);
  });

  it("takes its language from the attribute, else from the page", async () => {
    document.documentElement.lang = "nn";
    expect(new Page().text(".launcher")).toContain("Spør om ordningar");
    const page = new Page({ lang: "en" });
    expect(page.text(".launcher")).toContain("Ask about schemes");
    page.element.setAttribute("lang", "nb");
    await until(() => page.text(".launcher").includes("Spør om ordninger"));
  });

  it("opens by attribute, with a question in the box that is not sent", async () => {
    const page = new Page({ open: "", question: "Hva er mentor?", lang: "nb" });
    await until(() => page.all(".composer").length);
    expect((page.all(".composer textarea")[0] as HTMLTextAreaElement).value).toBe("Hva er mentor?");
    expect(server.calls).toEqual([]);
  });

  it("opens, closes and asks by script, and tells what happens without texts", async () => {
    const page = new Page({ lang: "nb" });
    const heard: [string, unknown][] = [];
    for (const name of ["open", "close", "message", "ended"] as const) page.element.on(name, (detail) => heard.push([name, detail]));
    const stop = page.element.on("language", () => heard.push(["language", ""]));
    stop();
    page.element.ask("Hva er mentor?");
    await until(() => page.all(".row.bot").length);
    page.element.close();
    await until(() => !page.all(".panel").length);
    expect(heard).toEqual([["open", undefined], ["message", { author: "bot", kind: "smalltalk" }], ["close", undefined]]);
    expect(JSON.stringify(heard)).not.toContain("mentor");
  });

  it("stands in the page where it is asked to", async () => {
    const page = new Page({ position: "inline" });
    await until(() => page.all(".inline .panel").length);
    expect(page.all(".launcher")).toEqual([]);
    page.element.close();
    expect(page.all(".panel")).toHaveLength(1);
  });

  it("moves to the other corner and takes a theme", async () => {
    const page = new Page({ position: "bottom-left", theme: "dark" });
    expect(page.all(".root.bottom-left[data-theme=dark]")).toHaveLength(1);
    page.element.setAttribute("position", "nonsense");
    await until(() => page.all(".root.bottom-right").length);
  });

  it("counts what came while it was closed", async () => {
    const page = await opened({ lang: "nb" }, sample("nb-smalltalk"));
    page.element.close();
    await until(() => !page.all(".panel").length);
    FakeSocket.last.open();
    FakeSocket.last.receive({ type: "message", message: { seq: 2, author: "person", text: "Hei", at: new Date().toISOString() } });
    await until(() => page.text(".badge") === "1");
    expect(page.text(".launcher")).toContain("1 ny melding");
  });

  it("goes on when it is moved in the page, and ends when it is taken out", async () => {
    const page = await opened({}, sample("nb-smalltalk"));
    document.body.append(page.element);
    await new Promise((done) => setTimeout(done, 10));
    expect(page.all(".row")).toHaveLength(1);
    page.element.remove();
    await until(() => !page.all(".root").length);
    expect(FakeSocket.last.readyState).toBe(3);
  });
});

describe("before the first message", () => {
  it.each([["nb", "Jeg kan ta feil", "Ikke skriv personopplysninger"], ["nn", "Eg kan ta feil", "Ikkje skriv personopplysningar"], ["en", "I can be wrong", "Do not write personal data"]])(
    "says what this is: %s", async (lang, wrong, personal) => {
      const page = await opened({ lang });
      expect(page.text(".notice")).toContain(wrong);
      expect(page.text(".notice")).toContain(personal);
      expect((page.all(".notice a")[0] as HTMLAnchorElement).href).toBe("https://www.nav.no/personvernerklaering");
    },
  );

  it("changes the language of everything, and tells the server once there is a conversation", async () => {
    const page = await opened({ lang: "nb" });
    page.button("English").click();
    await until(() => page.text("h1") === "Ask about Nav's schemes");
    expect(page.all(".root")[0]?.lang).toBe("en");
    await page.send("Hello");
    await until(() => page.all(".row").length === 2);
    expect(server.of("/api/conversations")[0]?.body["language"]).toBe("en");
    page.button("Menu").click();
    await until(() => page.all(".menu-list").length);
    page.button("Nynorsk").click();
    await until(() => server.of("/api/conversation/language").length);
    expect(server.of("/api/conversation/language")[0]?.body["language"]).toBe("nn");
  });

  it("follows the language the server found, until one is picked", async () => {
    const page = await opened({ lang: "nb" });
    server.language = "en";
    await page.send("Hello");
    await until(() => page.text("h1") === "Ask about Nav's schemes");
  });
});

describe("writing", () => {
  it("an empty message gets an error that belongs to the field", async () => {
    const page = await opened({ lang: "nb" });
    page.button("Send").click();
    await until(() => page.all(".composer .error").length);
    const field = page.all(".composer textarea")[0]!;
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(field.getAttribute("aria-describedby")).toContain(page.all(".composer .error")[0]!.id);
    expect(server.calls).toEqual([]);
  });

  it("says how much is too much, before it is sent", async () => {
    const page = await opened({ lang: "nb" });
    page.type("x".repeat(1999));
    await until(() => page.text(".below-field").includes("1 tegn igjen"));
    page.type("x".repeat(2003));
    await until(() => page.text(".below-field").includes("3 tegn for lang"));
  });

  it("notices personal data in the box and takes it out", async () => {
    const page = await opened({ lang: "nb" });
    page.type("Ring meg på 912 34 567 om mentor");
    await until(() => page.text(".personal").includes("telefonnummer"));
    expect(page.all(".personal")[0]?.getAttribute("role")).toBe("status");
    page.button("Ta det bort").click();
    await until(() => (page.all(".composer textarea")[0] as HTMLTextAreaElement).value === "Ring meg på om mentor");
    expect(page.text(".personal")).toBe("");
  });

  it("shows what failed, why, and how to go on", async () => {
    const page = await opened({ lang: "nb" });
    server.next.push(() => ({ status: 201, body: { token: "t" } }), () => ({ status: 422, body: { error: { code: "x", message: "" } } }));
    await page.send("Hei");
    await until(() => page.all(".row.failed").length);
    expect(page.text(".row.failed")).toContain("Ikke sendt");
    page.button("Prøv igjen").click();
    await until(() => page.all(".row.bot").length === 1);
    expect(page.all(".row.failed")).toEqual([]);
  });

  it("says that there is no net", async () => {
    const page = await opened({ lang: "nb" });
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    dispatchEvent(new Event("offline"));
    await until(() => page.text(".bar.away").includes("Du er uten nett"));
  });
});

describe("what a form asks for", () => {
  it.each([
    ["nb-question-wage", "number", "input[inputmode=decimal]"],
    ["nb-question-start", "date", "input[type=date]"],
    ["nb-question-place", "municipality", "input[role=combobox]"],
    ["nb-question-pension", "percent", "input[inputmode=decimal]"],
    ["nb-question-finder", "text", "textarea"],
    ["nb-handoff-question", "text", "textarea"],
    ["nb-handoff-municipality", "municipality", "input[role=combobox]"],
    ["nb-handoff-organisation", "organisation", "input[inputmode=numeric]"],
    ["nb-handoff-name", "name", "input[autocomplete=name]"],
    ["nb-handoff-contact", "contact", "input[type=tel][autocomplete=tel]"],
  ])("%s gets its input: %s", async (name, field, selector) => {
    expect(fieldOf(sample(name))).toBe(field);
    const page = await opened({ lang: "nb" }, sample(name));
    expect(page.all(`.composer ${selector}`)).toHaveLength(1);
    const input = page.all(`.composer ${selector}`)[0] as HTMLInputElement;
    expect(input.labels?.length || input.closest("fieldset")).toBeTruthy();
    if (field !== "text") {
      page.button("Svar med egne ord").click();
      await until(() => page.all(".composer textarea").length);
    }
  });

  it("a date is sent as Norwegians write it", async () => {
    expect(norwegianDate("2027-01-31")).toBe("31.01.2027");
    const page = await opened({ lang: "nb" }, sample("nb-question-start"));
    await page.send("2027-01-31");
    await until(() => server.of("/api/conversation/messages").length);
    expect(server.of("/api/conversation/messages")[0]?.body["text"]).toBe("31.01.2027");
  });

  it("a municipality is suggested and taken with the keyboard", async () => {
    const page = await opened({ lang: "nb" }, sample("nb-question-place"));
    page.type("ber");
    await until(() => page.all("[role=option]").length === 1);
    const input = page.all("[role=combobox]")[0] as HTMLInputElement;
    expect(input.getAttribute("aria-expanded")).toBe("true");
    const press = (key: string): boolean => input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    press("ArrowDown");
    await until(() => input.getAttribute("aria-activedescendant"));
    expect(page.text("[role=status]")).toContain("1 treff");
    press("Enter");
    await until(() => input.value === "Bergen" && !page.all("[role=option]").length);
    expect(server.of("/api/conversation/messages")).toEqual([]);
  });

  it("contact details are no surprise where they are asked for, and are checked", async () => {
    const page = await opened({ lang: "nb" }, sample("nb-handoff-contact"));
    page.button("Send").click();
    await until(() => page.text(".composer .error").includes("telefonnummer eller e-post"));
    page.type("912 34 567", "input[type=tel]");
    page.type("kari@bedrift.no", "input[type=email]");
    await until(() => !page.all(".composer .error").length);
    expect(page.all(".personal")).toEqual([]);
    page.button("Send").click();
    await until(() => server.of("/api/conversation/messages").length);
    expect(server.of("/api/conversation/messages")[0]?.body["text"]).toBe("912 34 567, kari@bedrift.no");
    expect(contactFault({ phone: "", email: "nei" })).toBe("email");
  });
});

describe("a person", () => {
  const handoff = { reference: "NAV-XAHT-PET4", state: "queued", position: 2, answer_by: "2026-11-23T10:00:00+00:00", person: null };

  it("is waited for with the place in the queue and the promise, which can be given up", async () => {
    server.handoff = handoff;
    const page = await opened({ lang: "nb" }, sample("nb-handoff-sent"));
    await until(() => page.text(".bar.queue").includes("Du er nummer 2 i køen."));
    expect(page.text(".bar.queue")).toContain("Du får svar senest");
    page.button("Gå ut av køen").click();
    await until(() => page.all(".small-dialog").length);
    server.next.push(() => ({ status: 200, body: { handoff: { ...handoff, state: "cancelled" } } }));
    (page.all(".small-dialog .primary")[0] as HTMLButtonElement).click();
    await until(() => !page.all(".bar.queue").length);
    expect(server.calls.at(-1)).toMatchObject({ method: "DELETE", path: "/api/conversation/handoff" });
  });

  it("is named while they have the conversation", async () => {
    server.owner = "person";
    server.person = { name: "Kari Nordmann", role: "veileder" };
    server.handoff = { ...handoff, state: "active", position: null };
    const page = await opened({ lang: "nb" }, sample("person"));
    await until(() => page.text(".bar.person").includes("Du snakker med Kari Nordmann, veileder."));
    expect(page.text(".composer .field-label")).toBe("Skriv til Kari Nordmann");
    FakeSocket.last.open();
    FakeSocket.last.receive({ type: "typing", by: "person" });
    await until(() => page.text(".typing").includes("Kari Nordmann skriver"));
  });
});

describe("judging", () => {
  it("a thumb up is sent at once", async () => {
    const page = await opened({ lang: "nb" }, sample("nb-answer"));
    page.button("Ja, svaret hjalp").click();
    await until(() => page.text(".feedback").includes("Takk for tilbakemeldingen"));
    expect(server.of("/api/conversation/feedback")[0]?.body).toEqual({ seq: 1, verdict: "up", reasons: [] });
  });

  it("a thumb down asks why, with reasons and a free word", async () => {
    const page = await opened({ lang: "nb" }, sample("nb-answer"));
    page.button("Nei, svaret hjalp ikke").click();
    await until(() => page.all(".feedback form").length);
    expect(page.all(".feedback legend")[0]?.textContent).toBe("Hva var galt?");
    for (const box of page.all(".feedback input").slice(0, 2)) box.click();
    page.type("Mangler satsen", ".feedback textarea");
    await until(() => server.of("/api/conversation/feedback").length === 1);
    page.button("Send tilbakemeldingen").click();
    await until(() => page.text(".feedback").includes("Takk"));
    expect(server.of("/api/conversation/feedback")[1]?.body).toEqual({
      seq: 1, verdict: "down", reasons: ["wrong", "incomplete"], comment: "Mangler satsen",
    });
  });

  it("says when it was not sent", async () => {
    const page = await opened({ lang: "nb" }, sample("nb-answer"));
    server.next.push(() => ({ status: 503 }));
    page.button("Ja, svaret hjalp").click();
    await until(() => page.text(".feedback .error").includes("ikke sendt"));
    expect(page.all("[aria-pressed=true].thumb")).toEqual([]);
  });

  it("the conversation is rated in words; nothing chosen is an error", async () => {
    const page = await opened({ lang: "nb" }, sample("nb-answer"));
    page.button("Meny").click();
    await until(() => page.all(".menu-list").length);
    page.button("Vurder samtalen").click();
    await until(() => page.all(".small-dialog").length);
    page.button("Send vurderingen").click();
    await until(() => page.text(".small-dialog .error").includes("Velg en vurdering"));
    page.all(".small-dialog input[type=radio]")[3]!.click();
    await until(() => !page.all(".small-dialog .error").length);
    page.button("Send vurderingen").click();
    await until(() => server.of("/api/conversation/rating").length);
    expect(server.of("/api/conversation/rating")[0]?.body).toEqual({ score: 4 });
  });
});

describe("the menu", () => {
  async function menu(page: Page, item: string): Promise<void> {
    page.button("Meny").click();
    await until(() => page.all(".menu-list").length);
    page.button(item).click();
  }

  it("starts again only after a question, and forgets the token", async () => {
    const page = await opened({ lang: "nb" }, sample("nb-answer"));
    await menu(page, "Start på nytt");
    await until(() => page.all(".small-dialog").length);
    page.button("Avbryt").click();
    await until(() => !page.all(".small-dialog").length);
    expect(page.all(".row")).toHaveLength(1);
    await menu(page, "Start på nytt");
    await until(() => page.all(".small-dialog").length);
    (page.all(".small-dialog .primary")[0] as HTMLButtonElement).click();
    await until(() => !page.all(".row").length);
    expect(localStorage).toHaveLength(0);
    expect(server.calls.some(({ method }) => method === "DELETE")).toBe(false);
  });

  it("deletes on the server, and says so when that fails", async () => {
    const page = await opened({ lang: "nb" }, sample("nb-answer"));
    await menu(page, "Slett samtalen");
    await until(() => page.all(".small-dialog").length);
    server.next.push(() => ({ status: 500 }));
    (page.all(".small-dialog .danger")[0] as HTMLButtonElement).click();
    await until(() => page.text(".small-dialog .error").includes("ikke slettet"));
    (page.all(".small-dialog .danger")[0] as HTMLButtonElement).click();
    await until(() => !page.all(".row").length && !page.all(".small-dialog").length);
    expect(server.calls.filter(({ method }) => method === "DELETE")).toHaveLength(2);
  });

  it("goes on elsewhere with a code, and in Telegram where there is an address", async () => {
    const page = await opened({ lang: "nb" }, sample("nb-answer"));
    await menu(page, "Fortsett på en annen enhet");
    await until(() => page.text(".small-dialog code") === "abc123");
    expect((page.all(".small-dialog a")[0] as HTMLAnchorElement).href).toBe("https://t.me/x?start=k_abc123");
  });

  it("opens a conversation from a code in the address only when the employer agrees", async () => {
    history.replaceState(null, "", "/?kode=abc123&x=1");
    server.add(sample("nb-smalltalk"));
    const page = new Page({ lang: "nb" });
    await until(() => page.text(".small-dialog").includes("fra en annen enhet"));
    expect(location.search).toBe("?x=1");
    expect(server.of("/api/codes")).toEqual([]);
    page.button("Åpne samtalen").click();
    await until(() => page.all(".row").length === 1);
    expect(server.of("/api/codes")[0]?.body).toEqual({ code: "abc123" });
    expect(localStorage.getItem(`nav-arbeidsgiverhjelp:${location.origin}`)).toBe("token-other");
    history.replaceState(null, "", "/");
  });

  it("asks for a person", async () => {
    const page = await opened({ lang: "nb" });
    await menu(page, "Snakk med en person");
    await until(() => server.of("/api/conversation/messages").length);
    expect(server.of("/api/conversation/messages")[0]?.body["text"]).toBe("velg:intent:handoff");
    expect(page.text(".mine .verbatim")).toBe("Snakk med en person");
  });
});

describe("the live region", () => {
  it("reads each new message once, and nothing that was there before", async () => {
    const page = await opened({ lang: "nb" }, sample("nb-answer"));
    const region = page.all("[aria-live=polite]")[0]!;
    await new Promise((done) => setTimeout(done, 100));
    expect(region.textContent).toBe("");
    FakeSocket.last.open();
    const message = { ...sample("nb-smalltalk"), seq: 2 };
    FakeSocket.last.receive({ type: "message", message });
    FakeSocket.last.receive({ type: "message", message });
    await until(() => region.childElementCount === 1);
    expect(region.textContent).toMatch(/^Assistenten: Hei! .*Valg: Se alle ordningene/);
    expect(page.all("[role=log]")[0]?.getAttribute("aria-live")).toBe("off");
  });
});
