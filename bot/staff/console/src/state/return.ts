/** Where someone was before going to the provider to log in; it sends everybody back to the front page. */

import { useEffect } from "react";
import { useLocation, useNavigate } from "react-router";
import { readStored, writeStored } from "./stored";

const KEY = "staff.return";
const session = (): Storage => window.sessionStorage;

export function rememberPlace(path: string): void {
  writeStored(session, KEY, path.includes("login=") ? undefined : path);
}

/** Go back there once. */
export function useReturn(): void {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  useEffect(() => {
    const path = readStored<string | null>(session, KEY, null);
    if (path === null) return;
    writeStored(session, KEY, undefined);
    // Only ever a path of this application.
    if (pathname === "/" && /^\/(?!\/)/.test(path)) navigate(path, { replace: true });
  }, [navigate, pathname]);
}
