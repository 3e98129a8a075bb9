// What the page asks the registry for. Nothing here draws.

/** An answer that is no success. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(method, path, accept) {
  const response = await fetch(path, {
    method,
    credentials: "same-origin",
    headers: { Accept: accept ?? "application/json", "Moorage-Page": "1" },
  });
  if (response.ok) {
    return response;
  }
  throw new Refused(response.status, await reason(response));
}

/** The message of the registry's error, in the form that the OCI specification gives errors. */
async function reason(response) {
  if (response.status === 401 && /^bearer/i.test(response.headers.get("WWW-Authenticate") ?? "")) {
    return "This registry takes tokens only, and a browser has none. The page can show what anonymous callers may pull.";
  }
  try {
    const error = (await response.json()).errors[0];
    const detail = typeof error.detail === "string" ? `: ${error.detail}` : "";
    return `${error.message}${detail}`;
  } catch {
    return `the registry answered with ${response.status}`;
  }
}

function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  return given.length ? `?${new URLSearchParams(given)}` : "";
}

/** The path of the registry, up to "v2/". */
const API = document.documentElement.dataset.api;
const OURS = `${API}_moorage/`;

export const repositories = async (q, last) => (await ask("GET", `${OURS}repositories${query({ q, last, n: 100 })}`)).json();
export const tags = async (repository, sort, q, last) =>
  (await ask("GET", `${OURS}tags/${repository}${query({ sort, q, last, n: 100 })}`)).json();
export const image = async (repository, reference) =>
  (await ask("GET", `${OURS}image/${repository}/${reference}`)).json();
export const uploads = async () => (await ask("GET", `${OURS}uploads`)).json();
/** A page of the uploads that lie in the storage. */
export const storedUploads = async (last) => (await ask("GET", `${OURS}uploads${query({ scan: true, last, n: 100 })}`)).json();
export const abortUpload = (repository, id) => ask("DELETE", `${OURS}uploads/${encodeURIComponent(id)}${query({ repository })}`);
export const content = async (repository, options) =>
  (await ask("GET", `${OURS}content/${repository}${query({ n: 100, ...options })}`)).json();
export const trash = async (repository, last) => (await ask("GET", `${OURS}trash${query({ repository, last, n: 100 })}`)).json();
export const storage = async () => (await ask("GET", `${OURS}storage`)).json();
export const version = async () => (await ask("GET", `${OURS}version`)).json();
/** Makes the browser ask for a password, where the caller has no name yet. */
export const login = async () => (await ask("GET", `${OURS}login`)).json();
export const deleteManifest = (repository, reference) => ask("DELETE", `${API}${repository}/manifests/${reference}`);

/**
 * Calls back with each snapshot of the uploads until the signal ends it. The stream is read with fetch, because an EventSource sends no
 * header, and a registry with tokens needs one.
 */
export async function watchUploads(signal, onSnapshot) {
  const response = await fetch(`${OURS}uploads`, {
    credentials: "same-origin",
    headers: { Accept: "text/event-stream", "Moorage-Page": "1" },
    signal,
  });
  if (!response.ok) {
    throw new Refused(response.status, await reason(response));
  }
  let text = "";
  for (const reader = response.body.pipeThrough(new TextDecoderStream()).getReader(); ; ) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    text += value;
    const events = text.split("\n\n");
    text = events.pop();
    for (const event of events) {
      const data = event
        .split("\n")
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice(5));
      if (data.length) {
        onSnapshot(JSON.parse(data.join("\n")));
      }
    }
  }
}
