import { describe, expect, it } from "vitest";
import { EMPTY_DRAFT, forgetDrafts, loadDraft, saveDraft, withInserted } from "../src/state/drafts";

const source = { title: "Nav", url: "https://www.nav.no/" };

describe("drafts", () => {
  it("keeps a draft for each person and case", () => {
    saveDraft("u1", "h1", { text: "halvferdig", sources: [source] });
    expect(loadDraft("u1", "h1")).toEqual({ text: "halvferdig", sources: [source] });
    expect(loadDraft("u1", "h2")).toEqual(EMPTY_DRAFT);
    expect(loadDraft("u2", "h1")).toEqual(EMPTY_DRAFT);
  });

  it("leaves nothing when it is emptied or forgotten", () => {
    saveDraft("u1", "h1", { text: "a", sources: [] });
    saveDraft("u1", "h1", EMPTY_DRAFT);
    expect(window.sessionStorage).toHaveLength(0);
    saveDraft("u1", "h1", { text: "a", sources: [] });
    forgetDrafts();
    expect(loadDraft("u1", "h1")).toEqual(EMPTY_DRAFT);
  });

  it("puts a text after what is written, and each source once", () => {
    const draft = withInserted({ text: "Hei!\n", sources: [source] }, " Mer. ", [
      source,
      { title: "B", url: "https://b/" },
    ]);
    expect(draft.text).toBe("Hei!\n\nMer.");
    expect(draft.sources.map((held) => held.title)).toEqual(["Nav", "B"]);
    expect(withInserted(EMPTY_DRAFT, "Mer.", []).text).toBe("Mer.");
  });

  it("survives a broken store", () => {
    window.sessionStorage.setItem("staff.draft.u1.h1", "{not json");
    expect(loadDraft("u1", "h1")).toEqual(EMPTY_DRAFT);
  });
});
