/** Schemes as cards: recommended ones, a list of all, and some side by side. */
import type { JSX } from "preact";
import type { Choice, Source, Stored } from "../../api/types";
import type { Words } from "../../i18n/index";
import { listOf, sourcesOf, textOf, textsOf, useApp } from "../context";
import { Prose, SourceLine, Sources, Table } from "../parts";

interface Scheme {
  scheme?: string;
  title?: string;
}

interface Recommended extends Scheme {
  match?: string;
  why?: string[];
  note?: string | null;
  combines_with?: Scheme[];
  who_starts?: string | null;
  source?: Source;
  sources?: Source[];
}

interface Excluded extends Scheme {
  why?: string;
  source?: Source;
}

function opening(text: string): string {
  return text.split(/\n\s*\n/, 1)[0] ?? "";
}

const detail = (choice: Choice, scheme: string | undefined): boolean => choice.payload.startsWith(`velg:${scheme}:`);

/** Buttons that are drawn inside a card and need not stand below the message. */
export function inCards(message: Stored): Set<Choice> {
  if (message.custom?.kind !== "recommendation") return new Set();
  const schemes = listOf<Recommended>(message.custom["schemes"]);
  return new Set((message.buttons ?? []).filter((choice) => schemes.some(({ scheme }) => detail(choice, scheme))));
}

export function Recommendation({ message, words }: { message: Stored; words: Words }): JSX.Element {
  const { choose } = useApp();
  const custom = message.custom!;
  const excluded = listOf<Excluded>(custom["excluded"]);
  const facts = listOf<{ text?: string }>(custom["facts"]).map(({ text }) => text).filter(Boolean);
  return (
    <>
      <Prose text={textOf(custom["intro"]) || opening(message.text)} words={words} />
      <ol class="cards">
        {listOf<Recommended>(custom["schemes"]).map((one) => {
          const more = message.buttons?.find((choice) => detail(choice, one.scheme));
          const why = textsOf(one.why);
          const sources = sourcesOf(one.sources ?? [one.source]);
          return (
            <li class="card">
              <p class="heading">
                {one.title ?? one.scheme}{" "}
                {one.match && <span class={`tag ${one.match}`}>{words.say(one.match === "fits" ? "match_fits" : "match_possible")}</span>}
              </p>
              {why.length > 0 && <ul>{why.map((reason) => <li>{reason}</li>)}</ul>}
              {one.note && <p>{one.note}</p>}
              {one.combines_with && one.combines_with.length > 0 && (
                <p><strong>{words.say("combines")}:</strong> {one.combines_with.map(({ title, scheme }) => title ?? scheme).join(", ")}.</p>
              )}
              {one.who_starts && <p><strong>{words.say("starts")}:</strong> {one.who_starts}</p>}
              <Sources sources={sources} words={words} />
              {more && <button type="button" class="choice" onClick={() => choose(more)}>{more.title}</button>}
            </li>
          );
        })}
      </ol>
      {excluded.length > 0 && (
        <details class="fold">
          <summary>{words.say("excluded")} ({words.number(excluded.length)})</summary>
          <ul>
            {excluded.map((one) => (
              <li>
                <strong>{one.title ?? one.scheme}:</strong> {one.why}
                {one.source && <> <SourceLine source={one.source} words={words} /></>}
              </li>
            ))}
          </ul>
        </details>
      )}
      {facts.length > 0 && (
        <details class="fold">
          <summary>{words.say("facts")}</summary>
          <ul>{facts.map((fact) => <li>{fact}</li>)}</ul>
        </details>
      )}
      {textsOf(custom["notes"]).map((note) => <p>{note}</p>)}
    </>
  );
}

interface Listed extends Scheme {
  summary?: string;
  group?: string;
}

export function SchemeList({ message, words }: { message: Stored; words: Words }): JSX.Element {
  const { choose } = useApp();
  const custom = message.custom!;
  const groups = new Map<string, Listed[]>();
  for (const one of listOf<Listed>(custom["schemes"])) {
    const group = one.group ?? "";
    groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  return (
    <>
      <Prose text={textOf(custom["intro"]) || opening(message.text)} words={words} />
      {[...groups].map(([group, schemes]) => (
        <details class="fold group" open={groups.size === 1}>
          <summary>{group || words.say("comparison")} <span class="subtle">{words.plural("schemes", schemes.length)}</span></summary>
          <ul class="plain">
            {schemes.map((one) => (
              <li>
                <button type="button" class="link" onClick={() => choose({ title: one.title ?? "", payload: `velg:${one.scheme}:` })}>
                  {one.title ?? one.scheme}
                </button>
                {one.summary && <p class="subtle">{one.summary}</p>}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </>
  );
}

interface Row {
  topic?: string;
  title?: string;
  values?: unknown;
}

export function Comparison({ message, words }: { message: Stored; words: Words }): JSX.Element {
  const custom = message.custom!;
  const named = Array.isArray(custom["titles"]) ? custom["titles"] : custom["schemes"];
  const titles = Array.isArray(named) ? named.map((one) => (typeof one === "string" ? one : textOf((one as Scheme).title))) : [];
  return (
    <>
      <Prose text={textOf(custom["intro"]) || opening(message.text)} words={words} />
      <Table caption={`${words.say("comparison")}: ${titles.join(", ")}`} class="comparison">
        <thead><tr>{titles.map((title) => <th scope="col">{title}</th>)}</tr></thead>
        {listOf<Row>(custom["rows"]).map((row) => {
          const values = Array.isArray(row.values) ? row.values : Object.values(row.values ?? {});
          return (
            <tbody>
              <tr><th scope="rowgroup" colSpan={titles.length}>{row.title ?? row.topic}</th></tr>
              <tr>{values.map((value) => <td><Prose text={String(value ?? "–")} words={words} /></td>)}</tr>
            </tbody>
          );
        })}
      </Table>
      <Sources sources={sourcesOf(custom["sources"])} words={words} />
    </>
  );
}
