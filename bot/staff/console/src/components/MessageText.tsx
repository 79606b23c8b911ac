/** A text of a conversation: paragraphs and lists as they were written, addresses that can be followed, never HTML. */

import { Fragment } from "react";
import { useTexts } from "../i18n";
import { linkify } from "./linkify";

function Line({ text }: { text: string }) {
  const { t } = useTexts();
  return linkify(text).map((part, index) =>
    "href" in part ? (
      <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
        {part.text}
        <span className="aksel-sr-only"> {t("link.newTab")}</span>
      </a>
    ) : (
      <Fragment key={index}>{part.text}</Fragment>
    ),
  );
}

export function MessageText({ text, lang }: { text: string; lang?: string }) {
  return (
    <div className="text" lang={lang}>
      <Line text={text} />
    </div>
  );
}
