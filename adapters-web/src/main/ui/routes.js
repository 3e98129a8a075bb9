// The addresses of the page: each view is a link, and each link is a view. References are written as clients write them.

const NAME = "[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*";
const REPOSITORY = new RegExp(`^r/(${NAME}(?:/${NAME})*)$`);
const TAG = new RegExp(`^r/(${NAME}(?:/${NAME})*):([A-Za-z0-9_][A-Za-z0-9._-]{0,127})$`);
const DIGEST = new RegExp(`^r/(${NAME}(?:/${NAME})*)@([a-z0-9]+(?:[.+_-][a-z0-9]+)*:[A-Za-z0-9=_-]+)$`);

/**
 * The view of an address: {view, repository, reference, query}.
 *
 * path: of the address. base: what comes before the views, for example "/ui/". search: of the address.
 */
export function parse(path, base, search) {
  const rest = path.startsWith(base) ? decode(path.slice(base.length)).replace(/\/$/, "") : undefined;
  const query = Object.fromEntries(new URLSearchParams(search));
  if (rest === "" || rest === "index.html") {
    return { view: "repositories", query };
  }
  if (rest === "uploads" || rest === "storage") {
    return { view: rest, query };
  }
  let match = rest === undefined ? null : TAG.exec(rest) ?? DIGEST.exec(rest);
  if (match) {
    return { view: "image", repository: match[1], reference: match[2], query };
  }
  match = rest === undefined ? null : REPOSITORY.exec(rest);
  return match ? { view: "repository", repository: match[1], query } : { view: "unknown", query };
}

/** The address of a repository, of a tag in it, or of a digest in it, with a query. */
export function address(base, repository, reference, query = {}) {
  const mark = reference?.includes(":") ? "@" : ":";
  const path = repository === undefined ? base : `${base}r/${repository}${reference ? mark + reference : ""}`;
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
  return search ? `${path}?${search}` : path;
}

function decode(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
