/** Canned answers with their placeholders filled, in the employer's language or another. */

import { BodyShort } from "@navikt/ds-react";
import { useState } from "react";
import { useCanned } from "../api/queries";
import type { Detail, Language } from "../api/types";
import { Empty, Failure, useLanguageName, Waiting } from "../components/bits";
import { SearchTools } from "../components/SearchTools";
import { useTexts } from "../i18n";
import { useUser } from "../state/session";
import { fillPlaceholders } from "../state/placeholders";
import type { Insert } from "./SidePanel";
import { Snippet } from "./Snippet";

export function CannedTab({ detail, onInsert }: { detail: Detail; onInsert: Insert }) {
  const { t } = useTexts();
  const user = useUser();
  const languageName = useLanguageName();
  const [language, setLanguage] = useState<Language>(detail.language);
  const [q, setQ] = useState("");
  const { data, isError, error, refetch } = useCanned();
  if (!data) return isError ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />;
  const wanted = q.trim().toLowerCase();
  const shown = data.filter(
    (answer) =>
      answer.text[language] && (!wanted || `${answer.title} ${answer.text[language]}`.toLowerCase().includes(wanted)),
  );
  const known = { name: detail.contact.name, reference: detail.reference, me: user.name, answer_by: detail.answer_by };
  return (
    <div className="tab">
      <SearchTools label={t("canned.search")} q={q} onSearch={setQ} language={language} onLanguage={setLanguage} />
      {language !== detail.language && (
        <BodyShort size="small">
          {t("canned.otherLanguage", { language: languageName(detail.language).toLowerCase() })}
        </BodyShort>
      )}
      {shown.length === 0 && <Empty title={t("canned.none")} />}
      {shown.map((answer) => (
        <Snippet
          key={answer.id}
          title={answer.title}
          text={fillPlaceholders(answer.text[language], known, language)}
          lang={language}
          onInsert={onInsert}
        />
      ))}
    </div>
  );
}
