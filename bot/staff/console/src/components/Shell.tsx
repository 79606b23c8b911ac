/** The frame of every page behind the login: header, navigation, banners, and the page itself. */

import {
  BarChartIcon,
  ClockDashedIcon,
  CogIcon,
  FileTextIcon,
  FolderIcon,
  InboxIcon,
  LeaveIcon,
  MenuHamburgerIcon,
  PersonChatIcon,
  PersonGroupIcon,
  QuestionmarkCircleIcon,
  ShieldLockIcon,
} from "@navikt/aksel-icons";
import { ActionMenu, BodyShort, Button, Dialog, InternalHeader, Spacer } from "@navikt/ds-react";
import { type ComponentType, type ReactNode, type SVGProps, useEffect, useMemo, useRef, useState } from "react";
import { NavLink, useLocation, useNavigate } from "react-router";
import { useHandoffs, useMeta } from "../api/queries";
import type { Role, User } from "../api/types";
import { type TextKey, useTexts } from "../i18n";
import { mayAny, useSessionState, useUser, worksWithCases } from "../state/session";
import { useShortcuts } from "../state/shortcuts";
import { ConnectionBanner } from "./ConnectionBanner";
import { useWide } from "./hooks";
import { IdleGuard } from "./IdleGuard";
import { PresenceMenu } from "./PresenceMenu";
import { RequestWatcher } from "./RequestWatcher";
import { SettingsDialog } from "./SettingsDialog";
import { ShortcutsDialog } from "./ShortcutsDialog";

interface Place {
  to: string;
  text: TextKey;
  Icon: ComponentType<SVGProps<SVGSVGElement> & { fontSize?: string }>;
  count?: "queue" | "mine" | "open";
  roles?: Role[];
}

const CASES: Role[] = ["agent", "lead"];
const PLACES: readonly Place[] = [
  { to: "/", text: "nav.queue", Icon: InboxIcon, count: "queue", roles: CASES },
  { to: "/mine", text: "nav.mine", Icon: PersonChatIcon, count: "mine", roles: CASES },
  { to: "/apne", text: "nav.open", Icon: FolderIcon, count: "open", roles: CASES },
  { to: "/historikk", text: "nav.closed", Icon: ClockDashedIcon, roles: CASES },
  { to: "/statistikk", text: "nav.dashboard", Icon: BarChartIcon, roles: ["lead"] },
  { to: "/standardsvar", text: "nav.canned", Icon: FileTextIcon },
  { to: "/kontoer", text: "nav.accounts", Icon: PersonGroupIcon, roles: ["admin"] },
  { to: "/logg", text: "nav.audit", Icon: ShieldLockIcon, roles: ["lead", "admin"] },
];

export function placesOf(user: User): Place[] {
  return PLACES.filter((place) => !place.roles || mayAny(user, ...place.roles));
}

function Navigation({ onGo }: { onGo?: () => void }) {
  const { t } = useTexts();
  const user = useUser();
  const counts = useHandoffs("queue", {}, worksWithCases(user)).data?.counts;
  return (
    <nav className="nav" aria-label={t("nav.label")}>
      <ul>
        {placesOf(user).map(({ to, text, Icon, count }) => {
          const number = count ? counts?.[count] : undefined;
          return (
            <li key={to}>
              <NavLink to={to} end className="nav__link" onClick={onGo}>
                <span className="nav__icon">
                  <Icon aria-hidden fontSize="1.5rem" />
                  {number ? (
                    <span className={count === "queue" ? "nav__count nav__count--hot" : "nav__count"} aria-hidden>
                      {number > 99 ? "99+" : number}
                    </span>
                  ) : null}
                </span>
                <span className="nav__text">{t(text)}</span>
                {number ? <span className="aksel-sr-only">, {t("nav.count", { n: number })}</span> : null}
              </NavLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** Move the focus to the new page's heading, as a full page load would. */
function useFocusOnNavigation() {
  const { pathname } = useLocation();
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo(0, 0);
    (document.getElementById("page-heading") ?? document.getElementById("main"))?.focus({ preventScroll: true });
  }, [pathname]);
}

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  const user = useUser();
  const { logOut } = useSessionState();
  const wide = useWide();
  const navigate = useNavigate();
  const demo = useMeta().data?.demo ?? false;
  const [dialog, setDialog] = useState<"settings" | "shortcuts" | "menu" | null>(null);
  const close = () => setDialog(null);
  useFocusOnNavigation();
  const shortcuts = useMemo(
    () => ({
      "g k": () => navigate("/"),
      "g m": () => navigate("/mine"),
      "g å": () => navigate("/apne"),
      "g h": () => navigate("/historikk"),
      "g s": () => navigate("/statistikk"),
      "/": () => document.querySelector<HTMLInputElement>("input[type=search]")?.focus(),
      "?": () => setDialog("shortcuts"),
    }),
    [navigate],
  );
  useShortcuts(shortcuts);

  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <InternalHeader className="header">
        {!wide && (
          <InternalHeader.Button onClick={() => setDialog("menu")} aria-haspopup="dialog">
            <MenuHamburgerIcon title={t("nav.menu")} fontSize="1.5rem" />
          </InternalHeader.Button>
        )}
        <InternalHeader.Title as="div">
          <span className="header__nav">Nav</span> <span className="header__name">{t("app.name")}</span>
        </InternalHeader.Title>
        <Spacer />
        {worksWithCases(user) && <PresenceMenu />}
        <ActionMenu>
          <ActionMenu.Trigger>
            {wide ? (
              <InternalHeader.UserButton
                name={user.name}
                description={user.roles.map((role) => t(`role.${role}`)).join(", ")}
              />
            ) : (
              <InternalHeader.Button>
                <span className="initials" aria-hidden>
                  {initials(user.name)}
                </span>
                <span className="aksel-sr-only">{user.name}</span>
              </InternalHeader.Button>
            )}
          </ActionMenu.Trigger>
          <ActionMenu.Content align="end">
            <ActionMenu.Group label={user.username}>
              <ActionMenu.Item icon={<CogIcon aria-hidden />} onSelect={() => setDialog("settings")}>
                {t("settings.title")}
              </ActionMenu.Item>
              <ActionMenu.Item icon={<QuestionmarkCircleIcon aria-hidden />} onSelect={() => setDialog("shortcuts")}>
                {t("shortcut.title")}
              </ActionMenu.Item>
              <ActionMenu.Item icon={<LeaveIcon aria-hidden />} onSelect={() => void logOut()}>
                {t("logout")}
              </ActionMenu.Item>
            </ActionMenu.Group>
          </ActionMenu.Content>
        </ActionMenu>
      </InternalHeader>
      {demo && (
        <aside className="demo" aria-label="Demo">
          <BodyShort size="small">{t("demo")}</BodyShort>
        </aside>
      )}
      <ConnectionBanner />
      {worksWithCases(user) && <RequestWatcher />}
      <div className="shell__body">
        {wide && <Navigation />}
        <main id="main" className="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <IdleGuard />
      <SettingsDialog open={dialog === "settings"} onClose={close} />
      <ShortcutsDialog open={dialog === "shortcuts"} onClose={close} />
      {!wide && (
        <Dialog open={dialog === "menu"} onOpenChange={(open) => !open && close()}>
          <Dialog.Popup position="left" width="18rem">
            <Dialog.Header>
              <Dialog.Title>{t("nav.menu")}</Dialog.Title>
            </Dialog.Header>
            <Dialog.Body>
              <Navigation onGo={close} />
            </Dialog.Body>
            <Dialog.Footer>
              <Dialog.CloseTrigger>
                <Button size="small" variant="secondary" data-color="neutral">
                  {t("close")}
                </Button>
              </Dialog.CloseTrigger>
            </Dialog.Footer>
          </Dialog.Popup>
        </Dialog>
      )}
    </div>
  );
}

export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  return `${parts[0]?.[0] ?? ""}${parts.length > 1 ? (parts.at(-1)?.[0] ?? "") : ""}`.toUpperCase();
}
