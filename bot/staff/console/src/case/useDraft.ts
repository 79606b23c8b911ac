/** The draft of an answer, kept for the tab. */

import { useCallback, useState } from "react";
import type { Source } from "../api/types";
import { type Draft, EMPTY_DRAFT, loadDraft, saveDraft, withInserted } from "../state/drafts";

export interface DraftHandle {
  draft: Draft;
  change: (draft: Draft) => void;
  insert: (text: string, sources: readonly Source[]) => void;
  clear: () => void;
}

export function useDraft(userId: string, handoffId: string): DraftHandle {
  const [draft, setDraft] = useState(() => loadDraft(userId, handoffId));
  const change = useCallback(
    (next: Draft) => {
      setDraft(next);
      saveDraft(userId, handoffId, next);
    },
    [userId, handoffId],
  );
  return {
    draft,
    change,
    insert: (text, sources) => change(withInserted(draft, text, sources)),
    clear: () => change(EMPTY_DRAFT),
  };
}
