import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { linkify, safeHref } from "../src/components/linkify";
import { MessageText } from "../src/components/MessageText";

describe("MessageText", () => {
  it("shows markup as text and makes no element of it", () => {
    const text = '<img src=x onerror="alert(1)"> <b>fet</b> **fet** [a](javascript:alert(1))';
    const { container } = render(<MessageText text={text} lang="nn" />);
    expect(container.textContent).toBe(text);
    expect(container.querySelectorAll("img, b, a, script")).toHaveLength(0);
    expect(container.querySelector("[lang=nn]")).not.toBeNull();
  });

  it("makes an address followable, without what stands after it", () => {
    render(<MessageText text="Se (https://www.nav.no/arbeidsgiver/mentor)." />);
    const link = screen.getByRole("link");
    expect(link.getAttribute("href")).toBe("https://www.nav.no/arbeidsgiver/mentor");
    expect(link.getAttribute("rel")).toContain("noopener");
    expect(link.getAttribute("target")).toBe("_blank");
  });
});

describe("safeHref", () => {
  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//nav.no",
    "https://nav.no@evil.example/",
    "nonsense",
    "file:///etc/passwd",
  ])("refuses %s", (address) => expect(safeHref(address)).toBeNull());
  it("takes http and https", () => {
    expect(safeHref("https://www.nav.no/a?b=c#d")).toBe("https://www.nav.no/a?b=c#d");
    expect(safeHref("http://nav.no")).toBe("http://nav.no/");
  });
});

describe("linkify", () => {
  it("loses nothing of any text", () => {
    for (const text of [
      "",
      "a",
      "https://a.no",
      "x https://a.no, https://b.no! y",
      "https://",
      "https://u:p@x.no http://b.no",
    ]) {
      expect(
        linkify(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }
  });
});
