/** Cards with something to do: contact Nav, get help at once, and what a request for a person has come to. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Stored } from "../../api/types";
import type { Words } from "../../i18n/index";
import { numberOf, textOf, useApp } from "../context";
import { Icon } from "../icons";
import { External, Prose } from "../parts";
import { Rating } from "../rating";

/** A link that calls a number. */
export function Call({ number, words }: { number: string; words: Words }): JSX.Element {
  return (
    <a class="action" href={`tel:${number.replace(/[^\d+]/g, "")}`}>
      <Icon name="phone" /><span>{words.say("call", { number })}</span>
    </a>
  );
}

export function Contact({ message, words }: { message: Stored; words: Words }): JSX.Element {
  const custom = message.custom!;
  const [phone, url, office] = [textOf(custom["phone"]), textOf(custom["url"]), textOf(custom["find_office"])];
  const [region, municipality] = [textOf(custom["region"]), textOf(custom["municipality"])];
  return (
    <div class="contact">
      <p class="heading">
        {textOf(custom["office"]) || (municipality && region ? words.say("contact_belongs", { municipality, region }) : region || words.say("contact"))}
      </p>
      <Prose text={message.text} words={words} />
      <div class="actions">
        {phone && <Call number={phone} words={words} />}
        {url && <External class="action quiet" href={url} words={words}>{words.say("contact_form")}</External>}
        {office && <External class="action quiet" href={office} words={words}>{words.say("contact_office")}</External>}
      </div>
    </div>
  );
}

/** The numbers to call in an emergency, as the text names them. */
export function emergencyNumbers(text: string): string[] {
  return [...new Set([...text.matchAll(/(?<!\d)(116 ?\d{3}|11[0-9])(?! ?\d)/g)].map(([number]) => number))];
}

export function Crisis({ message, words }: { message: Stored; words: Words }): JSX.Element {
  return (
    <div class="crisis">
      <p class="heading"><Icon name="warning" />{words.say("crisis")}</p>
      <Prose text={message.text} words={words} />
      <div class="actions">
        {emergencyNumbers(message.text).map((number) => <Call number={number} words={words} />)}
      </div>
    </div>
  );
}

export function HandoffCard({ message, words }: { message: Stored; words: Words }): JSX.Element {
  const custom = message.custom!;
  const { model } = useApp();
  const position = numberOf(custom["position"]);
  // The bar above shows the present place; in an old message a place would be wrong.
  const present = model.handoff?.reference === custom["reference"] && model.handoff?.state !== custom["state"];
  const rows: [string, string][] = [
    [words.say("reference"), textOf(custom["reference"])],
    [words.say("queue_office"), textOf(custom["office"])],
    [words.say("position"), position !== null && !present ? words.number(position) : ""],
    [words.say("answer_by"), textOf(custom["answer_by"]) && words.moment(textOf(custom["answer_by"]))],
  ];
  return (
    <div class="handoff">
      <Prose text={message.text} words={words} />
      <dl class="rows">
        {rows.filter(([, value]) => value).map(([name, value]) => <div><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      {custom["state"] === "closed" && <RateHere reference={textOf(custom["reference"])} words={words} />}
    </div>
  );
}

/** The one question after a conversation with a person; it goes away when it is answered or declined. */
function RateHere({ reference, words }: { reference: string; words: Words }): JSX.Element | null {
  const { model } = useApp();
  const [asks, setAsks] = useState(true);
  const handoff = model.handoff;
  if (!asks || handoff?.reference !== reference || handoff.rating != null) return null;
  return (
    <section class="rate-here">
      <p><strong>{words.say("rating_title")}</strong></p>
      <Rating done={() => setAsks(false)} cancel={() => setAsks(false)} />
    </section>
  );
}
