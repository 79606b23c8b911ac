/** A text that can be put into the answer. */

import { PlusIcon } from "@navikt/aksel-icons";
import { Button, Heading } from "@navikt/ds-react";
import type { ReactNode } from "react";
import type { Source } from "../api/types";
import { MessageText } from "../components/MessageText";
import { Sources } from "../components/Sources";
import { useTexts } from "../i18n";
import type { Insert } from "./SidePanel";

export function Snippet({
  title,
  text,
  lang,
  sources = [],
  onInsert,
  children,
}: {
  title: string;
  text: string;
  lang: string;
  sources?: Source[];
  onInsert: Insert;
  children?: ReactNode;
}) {
  const { t } = useTexts();
  return (
    <article className="snippet">
      <Heading level="2" size="xsmall">
        {title}
      </Heading>
      {children}
      <MessageText text={text} lang={lang} />
      <Sources sources={sources} />
      {onInsert && (
        <Button
          size="xsmall"
          variant="secondary"
          className="snippet__use"
          icon={<PlusIcon aria-hidden />}
          onClick={() => onInsert(text, sources)}
        >
          {t("snippet.use")}
          <span className="aksel-sr-only">: {title}</span>
        </Button>
      )}
    </article>
  );
}
