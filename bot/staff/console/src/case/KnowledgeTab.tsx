/** Search in the knowledge base, to read or to put into the answer. */

import { BodyShort } from "@navikt/ds-react";
import { useState } from "react";
import { useKnowledge } from "../api/queries";
import type { Detail, Language } from "../api/types";
import { Empty, Failure, Waiting } from "../components/bits";
import { useRested } from "../components/hooks";
import { SearchTools } from "../components/SearchTools";
import { useTexts } from "../i18n";
import type { Insert } from "./SidePanel";
import { Snippet } from "./Snippet";

export function KnowledgeTab({ detail, onInsert }: { detail: Detail; onInsert: Insert }) {
  const { t } = useTexts();
  const [q, setQ] = useState("");
  const [language, setLanguage] = useState<Language>(detail.language);
  const asked = useRested(q.trim(), 350);
  const { data, isError, error, isFetching, refetch } = useKnowledge(asked, language);
  return (
    <div className="tab">
      <SearchTools label={t("knowledge.search")} q={q} onSearch={setQ} language={language} onLanguage={setLanguage} />
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
