/** Answers from the knowledge base to what was asked, in the employer's language. */

import { BodyShort } from "@navikt/ds-react";
import { useSuggestions } from "../api/queries";
import type { Detail } from "../api/types";
import { Empty, Failure, Waiting } from "../components/bits";
import { useTexts } from "../i18n";
import type { Insert } from "./SidePanel";
import { Snippet } from "./Snippet";

export function SuggestionsTab({ detail, onInsert }: { detail: Detail; onInsert: Insert }) {
  const { t } = useTexts();
  const lastAsked = detail.messages.findLast((message) => message.author === "employer")?.seq ?? 0;
  const { data, isError, error, refetch } = useSuggestions(detail.id, lastAsked);
  if (!data) return isError ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />;
  if (data.length === 0) return <Empty title={t("suggestions.none")}>{t("suggestions.none.detail")}</Empty>;
  return (
    <div className="tab">
      <BodyShort size="small" textColor="subtle">
        {t("suggestions.intro")}
      </BodyShort>
      {data.map((suggestion) => (
        <Snippet
          key={`${suggestion.scheme}-${suggestion.topic}-${suggestion.title}`}
          title={suggestion.title}
          text={suggestion.text}
          lang={suggestion.language}
          sources={suggestion.sources}
          onInsert={onInsert}
        />
      ))}
    </div>
  );
}
