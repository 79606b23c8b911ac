/** HTTP to the staff API: cookie session, CSRF header, and errors as values with a code. */

const BASE = "/staff/api";
const TIMEOUT_MS = 20_000;

/** The server answered, but not with what was asked for. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
    readonly retryAfter: number | null = null,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** No answer came: no network, a stopped server, or too slow. */
export class NetworkError extends Error {
  constructor() {
    super("network");
    this.name = "NetworkError";
  }
}

let csrf = "";
let onUnauthorized: () => void = () => undefined;

/** Use this token on everything that changes something. */
export function setCsrf(token: string): void {
  csrf = token;
}

/** Call `handler` when the session turns out to be over. */
export function whenUnauthorized(handler: () => void): void {
  onUnauthorized = handler;
}

async function failure(response: Response): Promise<ApiError> {
  let error: Record<string, unknown> = {};
  try {
    const body = (await response.json()) as { error?: unknown; detail?: unknown };
    if (body.error && typeof body.error === "object") error = body.error as Record<string, unknown>;
  } catch {
    // A proxy's error page is no JSON; the status says enough.
  }
  const wait = Number(response.headers.get("Retry-After") ?? error["retry_after"] ?? Number.NaN);
  return new ApiError(
    response.status,
    typeof error["code"] === "string" ? error["code"] : `http_${response.status}`,
    typeof error["message"] === "string" ? error["message"] : "",
    error,
    Number.isFinite(wait) ? wait : null,
  );
}

/** Ask the API and return its JSON; 204 gives `undefined`. */
export async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = csrf;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(BASE + path, {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new NetworkError();
  }
  if (response.ok) {
    if (response.status === 204) return undefined as T;
    try {
      return (await response.json()) as T;
    } catch {
      throw new NetworkError();
    }
  }
  // A wrong password is no ended session.
  if (response.status === 401 && path !== "/login" && path !== "/session") onUnauthorized();
  throw await failure(response);
}

export const get = <T>(path: string): Promise<T> => request<T>("GET", path);
export const post = <T>(path: string, body: unknown = {}): Promise<T> => request<T>("POST", path, body);
export const put = <T>(path: string, body: unknown): Promise<T> => request<T>("PUT", path, body);
export const patch = <T>(path: string, body: unknown): Promise<T> => request<T>("PATCH", path, body);
export const remove = <T>(path: string): Promise<T> => request<T>("DELETE", path);

/** Return `?a=1&b=2` of what is set, or nothing. */
export function query(values: Record<string, string | number | null | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text && `?${text}`;
}
