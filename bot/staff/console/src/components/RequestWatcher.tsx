/** Watches the queue on every page, and tells when a request or an answer has come. */

import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useHandoffs } from "../api/queries";
import { useTexts } from "../i18n";
import { newIds, playSound, showDesktop } from "../state/alerts";
import { useLive } from "../state/live";
import { getSettings, useSettings } from "../state/settings";
import { useUser } from "../state/session";
import { useTitleBadge } from "./hooks";

function useUnseen(): [number, (count: number) => void] {
  const [unseen, setUnseen] = useState(0);
  useEffect(() => {
    const seen = () => {
      if (document.visibilityState === "visible") setUnseen(0);
    };
    document.addEventListener("visibilitychange", seen);
    window.addEventListener("focus", seen);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("focus", seen);
    };
  }, []);
  return [unseen, (count) => setUnseen((held) => held + count)];
}

export function RequestWatcher() {
  const { t } = useTexts();
  const { badge } = useSettings();
  const { presence } = useUser();
  const navigate = useNavigate();
  const { onFrame } = useLive();
  const queue = useHandoffs("queue").data;
  const mine = useHandoffs("mine").data;
  const before = useRef<ReadonlySet<string> | null>(null);
  const [unseen, addUnseen] = useUnseen();
  const [announcement, setAnnouncement] = useState("");
  const unread = mine?.items.reduce((sum, item) => sum + item.unread, 0) ?? 0;

  useEffect(() => {
    if (!queue) return;
    const ids = queue.items.map((item) => item.id);
    const fresh = newIds(before.current, ids);
    before.current = new Set([...(before.current ?? []), ...ids]);
    if (fresh.length === 0) return;
    setAnnouncement(fresh.length === 1 ? t("alert.request") : t("alert.requests", { n: fresh.length }));
    if (document.visibilityState !== "visible" || !document.hasFocus()) addUnseen(fresh.length);
    // Whoever has said to be away is not called.
    if (presence === "away" || presence === "off") return;
    const settings = getSettings();
    if (settings.sound) playSound();
    if (settings.desktop) {
      const first = queue.items.find((item) => item.id === fresh[0]);
      const detail = [first?.theme?.title, first?.region].filter(Boolean).join(", ");
      showDesktop(`${t("alert.request")}${detail ? `: ${detail}` : ""}`, "staff-request", () => navigate("/"));
    }
  }, [queue, presence, t, navigate, addUnseen]);

  useEffect(
    () =>
      onFrame((frame) => {
        if (frame.type !== "message" || frame.message.author !== "employer") return;
        if (document.visibilityState === "visible" && document.hasFocus()) return;
        const settings = getSettings();
        if (settings.sound) playSound();
        if (settings.desktop) {
          showDesktop(t("alert.answer"), `staff-${frame.handoff_id}`, () => navigate(`/saker/${frame.handoff_id}`));
        }
      }),
    [onFrame, t, navigate],
  );

  useTitleBadge(badge ? unseen + unread : 0);
  return (
    <div className="aksel-sr-only" role="status">
      {announcement}
    </div>
  );
}
