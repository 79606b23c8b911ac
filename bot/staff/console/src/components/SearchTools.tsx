/** What texts are found with: words, and the language they are shown in. */

import { Search, ToggleGroup } from "@navikt/ds-react";
import type { Language } from "../api/types";
import { useTexts } from "../i18n";
import { useLanguageName } from "./bits";

export const LANGUAGES: readonly Language[] = ["nb", "nn", "en"];

export function SearchTools({
  label,
  q,
  onSearch,
  language,
  onLanguage,
}: {
  label: string;
  q: string;
  onSearch: (q: string) => void;
  language: Language;
  onLanguage: (language: Language) => void;
}) {
  const { t } = useTexts();
  const languageName = useLanguageName();
  return (
    <div className="tab__tools">
      <form role="search" onSubmit={(event) => event.preventDefault()}>
        <Search size="small" variant="simple" label={label} hideLabel={false} value={q} onChange={onSearch} />
      </form>
      <ToggleGroup
        size="small"
        label={t("filter.language")}
        value={language}
        onChange={(next) => onLanguage(next as Language)}
      >
        {LANGUAGES.map((id) => (
          <ToggleGroup.Item key={id} value={id} label={languageName(id)} />
        ))}
      </ToggleGroup>
    </div>
  );
}
