/** Canned answers with their placeholders filled, in the employer's language or another. */

import { BodyShort, Search, ToggleGroup } from "@navikt/ds-react";
import { useState } from "react";
import { useCanned } from "../api/queries";
import type { Detail, Language } from "../api/types";
import { Empty, Failure, useLanguageName, Waiting } from "../components/bits";
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
      <div className="tab__tools">
        <Search size="small" variant="simple" label={t("canned.search")} hideLabel={false} value={q} onChange={setQ} />
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
