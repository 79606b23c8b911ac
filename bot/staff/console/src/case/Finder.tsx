/** What was answered in the finder, and what it recommended. The shapes are the bot's own, so they are read with care. */

import { Heading, Label, List } from "@navikt/ds-react";
import type { Detail } from "../api/types";
import { useTexts } from "../i18n";

export function plain(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join(", ");
  const held = value as Record<string, unknown>;
  const named = held["title"] ?? held["text"] ?? held["scheme"] ?? held["id"];
  return typeof named === "string" ? named : Object.values(held).map(plain).filter(Boolean).join(", ");
}

function pairs(answers: unknown): [string, string][] {
  if (Array.isArray(answers)) {
    return answers.map((answer) => {
      const held = (answer ?? {}) as Record<string, unknown>;
      const question = held["question"] ?? held["title"] ?? held["name"];
      return typeof question === "string" ? [question, plain(held["answer"] ?? held["value"])] : ["", plain(answer)];
    });
  }
  if (answers && typeof answers === "object")
    return Object.entries(answers).map(([name, value]) => [name, plain(value)]);
  return [];
}

export function Finder({ finder }: { finder: Detail["summary"]["finder"] }) {
  const { t } = useTexts();
  if (!finder) return null;
  const answers = pairs(finder.answers);
  const recommended = Array.isArray(finder.recommended) ? finder.recommended.map(plain) : [];
  return (
    <section>
      <Heading level="2" size="xsmall" spacing>
        {t("finder.title")}
      </Heading>
      <dl className="facts">
        {answers.map(([question, answer], index) => (
          <div className="facts__row" key={index}>
            <dt>{question || t("finder.answer")}</dt>
            <dd>{answer}</dd>
          </div>
        ))}
      </dl>
      {recommended.length > 0 && (
        <>
          <Label as="p" size="small">
            {t("finder.recommended")}
          </Label>
          <List as="ol" size="small">
            {recommended.map((title) => (
              <List.Item key={title}>{title}</List.Item>
            ))}
          </List>
        </>
      )}
    </section>
  );
}
