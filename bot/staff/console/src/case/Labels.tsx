/** The labels of a case: chosen among those in use, or new ones. */

import { UNSAFE_Combobox as Combobox } from "@navikt/ds-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { put } from "../api/client";
import { keys, useMeta } from "../api/queries";
import type { Detail } from "../api/types";
import { InlineFailure } from "../components/bits";
import { useTexts } from "../i18n";

export function Labels({ detail }: { detail: Detail }) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const known = useMeta().data?.labels ?? [];
  const key = keys.detail(detail.id);
  const change = useMutation({
    mutationFn: (labels: string[]) => put(`/handoffs/${encodeURIComponent(detail.id)}/labels`, { labels }),
    onMutate: (labels) => {
      const before = detail.labels;
      queries.setQueryData<Detail>(key, (held) => held && { ...held, labels });
      return before;
    },
    onError: (_error, _labels, before) =>
      queries.setQueryData<Detail>(key, (held) => held && before && { ...held, labels: before }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.meta });
      void queries.invalidateQueries({ queryKey: keys.lists });
    },
  });
  return (
    <section>
      <Combobox
        size="small"
        label={t("labels.title")}
        options={[...new Set([...known, ...detail.labels])]}
        selectedOptions={detail.labels}
        isMultiSelect
        allowNewValues
        onToggleSelected={(label, selected) => {
          const clean = label.trim().slice(0, 40);
          const others = detail.labels.filter((held) => held !== label && held !== clean);
          if (clean) change.mutate(selected ? [...others, clean] : others);
        }}
      />
      <InlineFailure error={change.error} />
    </section>
  );
}
