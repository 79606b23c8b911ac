/** Taking a request. The server lets one win; whoever comes second is told who was first. */

import { Button, InlineMessage } from "@navikt/ds-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { ApiError, post } from "../api/client";
import { keys, putDetail } from "../api/queries";
import type { Detail, Item } from "../api/types";
import { useErrorText } from "../components/bits";
import { useTexts } from "../i18n";

/** Who was first, when a claim came second. */
function firstOf(error: unknown): { id: string; name: string } | null {
  if (!(error instanceof ApiError) || error.code !== "already_claimed") return null;
  return (error.details["by"] as { id: string; name: string } | undefined) ?? null;
}

export function useClaim(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => post<Detail>(`/handoffs/${encodeURIComponent(id)}/claim`),
    onSuccess: (detail) => putDetail(queries, detail),
    onError: (error) => {
      const by = firstOf(error);
      if (!by) return queries.invalidateQueries({ queryKey: keys.detail(id) });
      // Who has it is known now; asking again might not be allowed any longer.
      return queries.setQueryData<Detail>(
        keys.detail(id),
        (held) =>
          held && {
            ...held,
            state: "claimed",
            claimed_by: by,
            can: { claim: false, reply: false, transfer: false, close: false },
          },
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.lists }),
  });
}

export function ClaimRefusal({ error }: { error: unknown }) {
  const { t } = useTexts();
  const errorText = useErrorText();
  if (!error) return null;
  const by = firstOf(error);
  return (
    <InlineMessage status="warning" size="small">
      {by ? t("claim.taken", { name: by.name }) : errorText(error)}
    </InlineMessage>
  );
}

export function ClaimButton({ item, size }: { item: Item; size?: "small" }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const claim = useClaim(item.id);
  return (
    <span className="claim">
      <Button
        size={size}
        loading={claim.isPending}
        onClick={() => claim.mutate(undefined, { onSuccess: () => navigate(`/saker/${item.id}`) })}
      >
        {t("claim.short")}
        <span className="aksel-sr-only">: {item.reference}</span>
      </Button>
      <span role="alert">
        <ClaimRefusal error={claim.error} />
      </span>
    </span>
  );
}
