/** Search in the knowledge base, to read or to put into the answer. */

import { BodyShort, Search, ToggleGroup } from "@navikt/ds-react";
import { useState } from "react";
import { useKnowledge } from "../api/queries";
import type { Detail, Language } from "../api/types";
import { Empty, Failure, useLanguageName, Waiting } from "../components/bits";
import { useRested } from "../components/hooks";
import { useTexts } from "../i18n";
import type { Insert } from "./SidePanel";
import { Snippet } from "./Snippet";

export function KnowledgeTab({ detail, onInsert }: { detail: Detail; onInsert: Insert }) {
  const { t } = useTexts();
  const languageName = useLanguageName();
  const [q, setQ] = useState("");
  const [language, setLanguage] = useState<Language>(detail.language);
  const asked = useRested(q.trim(), 350);
  const { data, isError, error, isFetching, refetch } = useKnowledge(asked, language);
  return (
    <div className="tab">
      <div className="tab__tools">
        <form role="search" onSubmit={(event) => event.preventDefault()}>
          <Search
            size="small"
            variant="simple"
            label={t("knowledge.search")}
            hideLabel={false}
            value={q}
            onChange={setQ}
          />
        </form>
        <ToggleGroup
          size="small"
          label={t("filter.language")}
          value={language}
          onChange={(next) => setLanguage(next as Language)}
        >
          {(["nb", "nn", "en"] as const).map((id) => (
            <ToggleGroup.Item key={id} value={id} label={languageName(id)} />
          ))}
        </ToggleGroup>
      </div>
      <BodyShort size="small" textColor="subtle" role="status">
        {asked.length < 2 ? t("knowledge.hint") : data ? t("knowledge.count", { n: data.length }) : ""}
      </BodyShort>
      {isError && <Failure error={error} retry={() => void refetch()} />}
      {isFetching && !data && <Waiting />}
      {data?.length === 0 && <Empty title={t("knowledge.none")} />}
      {data?.map((hit) => (
        <Snippet
          key={`${hit.scheme}-${hit.topic}-${hit.title}`}
          title={hit.title}
          text={hit.text}
          lang={language}
          sources={hit.sources}
          onInsert={onInsert}
        />
      ))}
    </div>
  );
}
