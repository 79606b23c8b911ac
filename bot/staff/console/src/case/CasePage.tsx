/** One case: the conversation, and beside it everything that helps to answer. */

import { BodyShort, Button, Heading, ToggleGroup } from "@navikt/ds-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useParams } from "react-router";
import { ApiError, post } from "../api/client";
import { useDetail } from "../api/queries";
import type { Detail, Source } from "../api/types";
import { Empty, Failure, Waiting } from "../components/bits";
import { useWide } from "../components/hooks";
import { useTexts } from "../i18n";
import { useLive, useOutgoing } from "../state/live";
import { unconfirmed } from "../state/messages";
import { useUser } from "../state/session";
import { useShortcuts } from "../state/shortcuts";
import { CaseHeader } from "./CaseHeader";
import { ClaimRefusal, useClaim } from "./ClaimButton";
import { Composer } from "./Composer";
import { Conversation } from "./Conversation";
import { SidePanel } from "./SidePanel";
import { useDraft } from "./useDraft";

/** Tell the server how far it is read, while someone looks. */
function useRead(detail: Detail) {
  const lastSeq = detail.messages.at(-1)?.seq ?? 0;
  const told = useRef(0);
  const mine = detail.can.reply;
  useEffect(() => {
    const tell = () => {
      if (!mine || document.visibilityState !== "visible" || lastSeq <= told.current) return;
      told.current = lastSeq;
      post(`/handoffs/${encodeURIComponent(detail.id)}/read`, { seq: lastSeq }).catch(() => {
        told.current = 0;
      });
    };
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [detail.id, lastSeq, mine]);
}

function ClaimBar({ detail }: { detail: Detail }) {
  const { t } = useTexts();
  const claim = useClaim(detail.id);
  useShortcuts(useMemo(() => ({ t: () => claim.mutate() }), [claim.mutate]));
  return (
    <div className="composer composer--bar">
      <BodyShort size="small">{t("claim.hint")}</BodyShort>
      <Button size="small" loading={claim.isPending} onClick={() => claim.mutate()}>
        {t("claim.long")}
      </Button>
      <span role="alert">
        <ClaimRefusal error={claim.error} />
      </span>
    </div>
  );
}

function Footer({ detail }: { detail: Detail }) {
  const { t } = useTexts();
  if (detail.can.claim) return <ClaimBar detail={detail} />;
  const ended = ["closed", "expired", "cancelled"].includes(detail.state);
  return (
    <div className="composer composer--bar">
      <BodyShort size="small" role="status">
        {ended
          ? t("case.ended")
          : detail.claimed_by
            ? t("case.taken", { name: detail.claimed_by.name })
            : t("case.readOnly")}
      </BodyShort>
    </div>
  );
}

function Case({ detail }: { detail: Detail }) {
  const { t } = useTexts();
  const user = useUser();
  const wide = useWide();
  const { client, outbox } = useLive();
  const handle = useDraft(user.id, detail.id);
  const held = useOutgoing(detail.id);
  const outgoing = useMemo(() => unconfirmed(held, detail.messages), [held, detail.messages]);
  const field = useRef<HTMLTextAreaElement>(null);
  const [pane, setPane] = useState<"conversation" | "side">("conversation");
  const { id } = detail;
  useRead(detail);
  useEffect(() => {
    client.watch(id);
    return () => client.unwatch(id);
  }, [client, id]);
  const mine = detail.can.reply;
  const wasMine = useRef(mine);
  useEffect(() => {
    // Just taken: the next thing to do is to write.
    if (mine && !wasMine.current) field.current?.focus();
    wasMine.current = mine;
  }, [mine]);
  // After a text was put in, writing goes on at its end.
  const focusEnd = () =>
    setTimeout(() => {
      const box = field.current;
      box?.focus();
      box?.setSelectionRange(box.value.length, box.value.length);
    }, 0);
  useShortcuts(
    useMemo(
      () => ({
        r: () => {
          setPane("conversation");
          setTimeout(() => field.current?.focus(), 0);
        },
      }),
      [],
    ),
  );
  const insert = (text: string, sources: readonly Source[]) => {
    handle.insert(text, sources);
    setPane("conversation");
    focusEnd();
  };
  return (
    <div className="case">
      <CaseHeader detail={detail} />
      {!wide && (
        <ToggleGroup
          size="small"
          fill
          value={pane}
          onChange={(next) => setPane(next as typeof pane)}
          aria-label={t("case.panes")}
        >
          <ToggleGroup.Item value="conversation" label={t("case.pane.conversation")} />
          <ToggleGroup.Item value="side" label={t("case.pane.side")} />
        </ToggleGroup>
      )}
      <div className="case__panes">
        <section
          className="case__conversation"
          aria-label={t("case.pane.conversation")}
          hidden={!wide && pane !== "conversation"}
        >
          <Heading level="2" size="xsmall" className="aksel-sr-only">
            {t("case.pane.conversation")}
          </Heading>
          <Conversation
            detail={detail}
            outgoing={outgoing}
            onTakeBack={(item) => {
              outbox.withdraw(id, item.client_id);
              insert(item.text, item.sources);
            }}
          >
            {detail.can.reply ? <Composer detail={detail} handle={handle} field={field} /> : <Footer detail={detail} />}
          </Conversation>
        </section>
        <aside className="case__side" aria-label={t("case.pane.side")} hidden={!wide && pane !== "side"}>
          <SidePanel detail={detail} onInsert={detail.can.reply ? insert : null} />
        </aside>
      </div>
    </div>
  );
}

export function CasePage() {
  const { id = "" } = useParams();
  const { t } = useTexts();
  const { data, error, isError, refetch } = useDetail(useQueryClient(), id);
  const me = useUser();
  // Whoever may no longer see a case must not keep seeing what was read before.
  const shut = error instanceof ApiError && (error.status === 403 || error.status === 404);
  if (data && !shut) return <Case detail={data} key={id} />;
  if (!isError) return <Waiting />;
  return (
    <div className="page">
      {shut && data?.claimed_by && data.claimed_by.id !== me.id ? (
        <Empty title={t("case.moved", { name: data.claimed_by.name })}>{t("case.moved.detail")}</Empty>
      ) : shut && error.status === 403 ? (
        <Empty title={t("case.forbidden")}>{t("case.moved.detail")}</Empty>
      ) : shut ? (
        <Empty title={t("case.notFound")}>{t("case.notFound.detail")}</Empty>
      ) : (
        <Failure error={error} retry={() => void refetch()} />
      )}
    </div>
  );
}
