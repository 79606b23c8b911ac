/** The tabs beside the conversation. */

import { Tabs } from "@navikt/ds-react";
import { useState } from "react";
import type { Detail, Source } from "../api/types";
import { useNotes } from "../api/queries";
import { useTexts } from "../i18n";
import { CalculationTab } from "./CalculationTab";
import { CannedTab } from "./CannedTab";
import { FactsTab } from "./FactsTab";
import { KnowledgeTab } from "./KnowledgeTab";
import { NotesTab } from "./NotesTab";
import { SchemesTab } from "./SchemesTab";
import { SuggestionsTab } from "./SuggestionsTab";

/** Puts a text into the answer, with its sources; null when this case is not one's own. */
export type Insert = ((text: string, sources: readonly Source[]) => void) | null;

export function SidePanel({ detail, onInsert }: { detail: Detail; onInsert: Insert }) {
  const { t } = useTexts();
  const notes = useNotes(detail.id, detail.notes).data.length;
  const [tab, setTab] = useState("facts");
  return (
    <Tabs value={tab} onChange={setTab} size="small" className="side">
      <Tabs.List>
        <Tabs.Tab value="facts" label={t("tab.facts")} />
        <Tabs.Tab value="suggestions" label={t("tab.suggestions")} />
        <Tabs.Tab value="schemes" label={t("tab.schemes")} />
        <Tabs.Tab value="calculation" label={t("tab.calculation")} />
        <Tabs.Tab value="canned" label={t("tab.canned")} />
        <Tabs.Tab value="knowledge" label={t("tab.knowledge")} />
        <Tabs.Tab value="notes" label={notes ? `${t("tab.notes")} (${notes})` : t("tab.notes")} />
      </Tabs.List>
      <Tabs.Panel value="facts">
        <FactsTab detail={detail} />
      </Tabs.Panel>
      <Tabs.Panel value="suggestions">
        <SuggestionsTab detail={detail} onInsert={onInsert} />
      </Tabs.Panel>
      <Tabs.Panel value="schemes">
        <SchemesTab detail={detail} onInsert={onInsert} />
      </Tabs.Panel>
      <Tabs.Panel value="calculation">
        <CalculationTab detail={detail} />
      </Tabs.Panel>
      <Tabs.Panel value="canned">
        <CannedTab detail={detail} onInsert={onInsert} />
      </Tabs.Panel>
      <Tabs.Panel value="knowledge">
        <KnowledgeTab detail={detail} onInsert={onInsert} />
      </Tabs.Panel>
      <Tabs.Panel value="notes">
        <NotesTab detail={detail} />
      </Tabs.Panel>
    </Tabs>
  );
}
