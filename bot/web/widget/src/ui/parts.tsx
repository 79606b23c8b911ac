/** Small parts that several kinds of messages are drawn with. */
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Source } from "../api/types";
import type { Words } from "../i18n/index";
import { render } from "../text/markdown";
import { Icon } from "./icons";

/** A text with paragraphs, lists and links. */
export function Prose({ text, words }: { text: string; words: Words }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.replaceChildren(render(text, words.say("opens"))), [text, words]);
  return <div class="prose" ref={box} />;
}

/** A link to another site in a new tab; plain text where the address is none. */
export function External(props: { href: string | undefined; words: Words; class?: string; children: ComponentChildren }): JSX.Element {
  if (!/^https?:\/\//i.test(props.href ?? "")) return <span>{props.children}</span>;
  return (
    <a href={props.href} target="_blank" rel="noopener noreferrer" class={props.class}>
      {props.children}
      <span class="hidden"> ({props.words.say("opens")})</span>
    </a>
  );
}

/** One source with the day it was read. */
export function SourceLine({ source, words }: { source: Source; words: Words }): JSX.Element {
  return (
    <>
      <External href={source.url} words={words}>{source.title ?? source.url}</External>
      {source.checked && <span class="subtle"> ({words.say("checked", { date: words.date(source.checked) })})</span>}
    </>
  );
}

const SHOWN = 2;

/** The sources of an answer; many are folded. */
export function Sources({ sources, words }: { sources: Source[]; words: Words }): JSX.Element | null {
  if (!sources.length) return null;
  const list = (
    <ul class="plain">
      {sources.map((source) => <li><SourceLine source={source} words={words} /></li>)}
    </ul>
  );
  if (sources.length > SHOWN) {
    return (
      <details class="sources fold">
        <summary>{words.plural("sources", sources.length)}</summary>
        {list}
      </details>
    );
  }
  return (
    <div class="sources">
      <p class="label">{sources.length === 1 ? words.plural("sources", 1) : words.plural("sources", sources.length)}</p>
      {list}
    </div>
  );
}

/** A warning inside a message. */
export function Warning({ children }: { children: ComponentChildren }): JSX.Element {
  return <p class="warning"><Icon name="warning" /><span>{children}</span></p>;
}

/** A table with a caption that scrolls by itself where it is wider than the panel. */
export function Table(props: { caption: string; children: ComponentChildren; class?: string }): JSX.Element {
  return (
    <div class="scroll" role="region" aria-label={props.caption} tabIndex={0}>
      <table class={props.class}>
        <caption class="hidden">{props.caption}</caption>
        {props.children}
      </table>
    </div>
  );
}
