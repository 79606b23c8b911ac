/** What the employer told in the scheme finder, and what it recommended. */

import { Heading, Label, List } from "@navikt/ds-react";
import type { Detail } from "../api/types";
import { useTexts } from "../i18n";

export function Finder({ detail }: { detail: Detail }) {
  const { t } = useTexts();
  const { finder } = detail.summary;
  if (!finder) return null;
  return (
    <section>
      <Heading level="2" size="xsmall" spacing>
        {t("finder.title")}
      </Heading>
      {finder.answers.length > 0 && (
        <>
          <Label as="p" size="small">
            {t("finder.told")}
          </Label>
          <List as="ul" size="small">
            {finder.answers.map((answer) => (
              <List.Item key={answer}>
                <span lang={detail.language}>{answer}</span>
              </List.Item>
            ))}
          </List>
        </>
      )}
      {finder.recommended.length > 0 && (
        <>
          <Label as="p" size="small">
            {t("finder.recommended")}
          </Label>
          <List as="ol" size="small">
            {finder.recommended.map((scheme) => (
              <List.Item key={scheme.scheme}>
                <span lang={detail.language}>
                  <strong>{scheme.title}</strong> {scheme.why.join(" ")}
                </span>
              </List.Item>
            ))}
          </List>
        </>
      )}
    </section>
  );
}
