// Texts that the page shows, as pure functions.

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** A number of bytes with three digits and a binary unit: 1536 is "1.50 KiB". */
export function bytes(count) {
  if (count === undefined || count === null) {
    return "";
  }
  let unit = 0;
  let value = count;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return unit === 0 ? `${value} B` : `${value.toPrecision(value >= 1000 ? 4 : 3)} ${UNITS[unit]}`;
}

/** A rate in bytes a second, or "" for none. */
export function rate(bytesPerSecond) {
  return bytesPerSecond > 0 ? `${bytes(Math.round(bytesPerSecond))}/s` : "";
}

const AGES = [
  [365 * 86400, "year"],
  [30 * 86400, "month"],
  [86400, "day"],
  [3600, "hour"],
  [60, "minute"],
  [1, "second"],
];

/** How long ago an instant (ISO 8601) was, in the largest unit that fits: "3 days ago". Images of reproducible builds have no age. */
export function age(instant, now) {
  const then = Date.parse(instant);
  if (Number.isNaN(then) || then <= 0) {
    return "";
  }
  return span((now - then) / 1000) + " ago";
}

/** A number with its noun: "1 tag", "2 tags". */
export const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A number of seconds in the largest unit that fits. */
export function span(seconds) {
  for (const [size, name] of AGES) {
    const count = Math.floor(seconds / size);
    if (count >= 1) {
      return counted(count, name);
    }
  }
  return "0 seconds";
}

/** The seconds that an upload has left at its rate, or undefined where its length or its rate is not known. */
export function secondsLeft(upload) {
  const rest = upload.expected - upload.bytes;
  return upload.expected > 0 && upload.bytesPerSecond > 0 && rest >= 0 ? rest / upload.bytesPerSecond : undefined;
}

/** The first characters of a digest, as clients print them. */
export function shortDigest(digest) {
  const colon = digest.indexOf(":");
  return colon < 0 ? digest.slice(0, 12) : digest.slice(colon + 1, colon + 13);
}

/** A line of an image's history as a Dockerfile would say it. */
export function command(createdBy) {
  const text = (createdBy ?? "").trim();
  const shell = /^(?:RUN )?(?:\|\d+ (?:\S+=\S* )*)?\/bin\/sh -c (#\(nop\) )?/.exec(text);
  if (!shell) {
    return text.replace(/ # buildkit$/, "");
  }
  const rest = text.slice(shell[0].length).trim().replace(/ # buildkit$/, "");
  return shell[1] ? rest : `RUN ${rest}`;
}

/** Commands that pull an image, the usual ones of its kind first: [[client, command], …]. */
export function pullCommands(kind, host, repository, tag, digest) {
  const byTag = tag ? `${host}/${repository}:${tag}` : undefined;
  const name = byTag ?? `${host}/${repository}@${digest}`;
  if (kind === "helm") {
    return [
      ["helm", `helm pull oci://${host}/${repository}${tag ? ` --version ${tag.replaceAll("_", "+")}` : ""}`],
      ["oras", `oras pull ${name}`],
    ];
  }
  if (kind === "artifact") {
    return [
      ["oras", `oras pull ${name}`],
      ["skopeo", `skopeo copy docker://${name} dir:artifact`],
    ];
  }
  return [
    ["docker", `docker pull ${name}`],
    ["podman", `podman pull ${name}`],
    ["skopeo", `skopeo copy docker://${name} oci:image`],
    ["crane", `crane pull ${name} image.tar`],
    ["by digest", `docker pull ${host}/${repository}@${digest}`],
  ];
}

/** The command that puts back what a removal has taken out: its one tag or manifest, or all that the trash has of the repository. */
export function restoreCommand({ repository, references, manifests, tags }) {
  const tag = references.find((one) => !one.includes(":"));
  const one = tags === 1 ? tag : tags === 0 && manifests === 1 ? references[0] : undefined;
  const mark = one?.includes(":") ? "@" : ":";
  return `moorage trash restore /etc/moorage/config.yml ${repository}${one ? mark + one : ""}`;
}

/** A word for what a referrer is, by its artifact type. */
export function referrerKind(artifactType) {
  const type = (artifactType ?? "").toLowerCase();
  if (/cosign|notary|sigstore|signature/.test(type)) {
    return "signature";
  }
  if (/spdx|cyclonedx|sbom|syft/.test(type)) {
    return "SBOM";
  }
  if (/in-toto|slsa|attest|provenance|dsse/.test(type)) {
    return "attestation";
  }
  return "artifact";
}

/** A link of an annotation, or undefined for anything but https: pushed content chooses it. */
export function safeLink(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" && !url.username && !url.password ? url.href : undefined;
  } catch {
    return undefined;
  }
}
