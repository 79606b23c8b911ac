/**
 * Turns a message into elements: marked reads it, DOMPurify lets only harmless elements through.
 *
 * Only paragraphs, "- " lists, emphasis and links are read as such. "1. juli" at the beginning of a line is a date, not
 * a list, and what looks like HTML is text.
 */
import DOMPurify from "dompurify";
import { Marked } from "marked";

const none = (): undefined => undefined;

const marked = new Marked({
  breaks: true,
  gfm: true,
  async: false,
  tokenizer: {
    heading: none, lheading: none, code: none, fences: none, blockquote: none, hr: none, table: none, html: none,
    tag: none, def: none, reflink: none, del: none,
  },
  renderer: {
    html: ({ text }) => escape(text),
    image: ({ text }) => escape(text),
    link({ href, text, tokens, raw }) {
      const shown = raw === href || text === href ? escape(shorten(href)) : this.parser.parseInline(tokens);
      return `<a href="${escape(href)}">${shown}</a>`;
    },
  },
});

const ALLOWED = {
  ALLOWED_TAGS: ["p", "ul", "ol", "li", "strong", "em", "code", "br", "a"],
  ALLOWED_ATTR: ["href"],
  ALLOWED_URI_REGEXP: /^(?:https?:|tel:|mailto:)/i,
  RETURN_DOM_FRAGMENT: true as const,
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Returns an address as people read it: without the scheme and without a long tail. */
export function shorten(address: string): string {
  const plain = address.replace(/^(https?:\/\/|mailto:|tel:)(www\.)?/, "").replace(/\/$/, "");
  return plain.length > 48 ? `${plain.slice(0, 45)}…` : plain;
}

/** Returns a text as a fragment of safe elements; links open in a new tab and say so. */
export function render(text: string, opens: string): DocumentFragment {
  const prepared = text.replace(/^([ \t]*(?:- +)?)(\d+)([.)])(?=\s)/gm, "$1$2\\$3").replace(/^([ \t]*)([+*])(?=\s)/gm, "$1\\$2");
  const fragment = DOMPurify.sanitize(marked.parse(prepared) as string, ALLOWED) as unknown as DocumentFragment;
  for (const link of fragment.querySelectorAll("a")) {
    if (!/^https?:/i.test(link.getAttribute("href") ?? "")) continue;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    const hint = document.createElement("span");
    hint.className = "hidden";
    hint.textContent = ` (${opens})`;
    link.append(hint);
  }
  return fragment;
}

/** Returns a text as it is read aloud: without marks. */
export function plain(text: string): string {
  const fragment = render(text, "");
  for (const hidden of fragment.querySelectorAll(".hidden")) hidden.remove();
  for (const line of fragment.querySelectorAll("br")) line.replaceWith(" ");
  const blocks = [...fragment.querySelectorAll("p, li")].filter((block) => !block.querySelector("p"));
  return blocks.map((block) => block.textContent?.trim()).filter(Boolean).join(" \n");
}
