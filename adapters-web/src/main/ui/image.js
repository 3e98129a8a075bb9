// One manifest: an image with its layers and the commands that made them, an index with its platforms, and what refers to it.

import { html, nothing } from "./lit-html.js";
import * as api from "./api.js";
import { address } from "./routes.js";
import { command, counted, referrerKind } from "./format.js";
import { ago, copyButton, digest, notice, pairs, pulls, size } from "./parts.js";

export async function load(route, page) {
  const root = await api.image(route.repository, route.reference);
  const chosen = root.platforms?.find(({ platform }) => platform === route.query.platform) ?? root.platforms?.find(({ present }) => present);
  const shown = chosen?.present ? await api.image(route.repository, chosen.digest) : root.platforms ? undefined : root;
  return { repository: route.repository, reference: route.reference, root, chosen, shown, base: page.base };
}

export function title(route) {
  return `${route.repository}${route.reference.includes(":") ? "@" : ":"}${route.reference}`;
}

export function draw(state, page) {
  const { root, shown } = state;
  const tag = state.reference.includes(":") ? undefined : state.reference;
  return html`
    <nav aria-label="Where this is"><a href=${state.base}>Repositories</a> / <a href=${address(state.base, state.repository)}>${state.repository}</a></nav>
    <h1>${tag ?? html`<code>${state.reference}</code>`}</h1>
    <dl class="facts">
      <div><dt>Digest</dt><dd><code>${root.digest}</code>${copyButton(root.digest, "the digest")}</dd></div>
      <div><dt>Kind</dt><dd>${root.kind} <small>${root.artifactType ?? root.mediaType}</small></dd></div>
      ${root.tags?.length ? html`<div><dt>Tags</dt><dd>${root.tags.map((name) => html`<a class="chip" href=${address(state.base, state.repository, name)}>${name}</a>`)}</dd></div>` : nothing}
      ${root.size === undefined ? nothing : html`<div><dt>Size, compressed</dt><dd>${size(root.size)}</dd></div>`}
      ${root.created ? html`<div><dt>Created</dt><dd>${ago(root.created)}</dd></div>` : nothing}
      ${root.pushed ? html`<div><dt>Pushed</dt><dd>${ago(root.pushed)}</dd></div>` : nothing}
      ${root.subject ? html`<div><dt>About</dt><dd><a href=${address(state.base, state.repository, root.subject)}><code>${root.subject}</code></a></dd></div>` : nothing}
    </dl>
    ${notice(root.problem ? `This is not all, since ${root.problem}.` : "")}
    <section aria-labelledby="pull"><h2 id="pull">Pull</h2>${pulls(root.kind, state.repository, tag, root.digest)}</section>
    ${root.platforms ? platformTabs(state, page) : nothing}
    ${shown ? content(state, page) : nothing}
    ${referrers(state)}
    ${raw(root)}
    <p class="buttons">
      ${tag ? html`<button type="button" @click=${() => askTag(state, tag, page)}>Delete this tag</button>` : nothing}
      <button type="button" class="danger" @click=${() => askManifest(state, page)}>Delete the ${root.kind}</button>
    </p>
  `;
}

function platformTabs(state, page) {
  const all = state.root.platforms;
  return html`<section aria-labelledby="platforms">
    <h2 id="platforms">Platforms</h2>
    <div class="tabs">
      ${all.map((one) => html`<a class="chip" href=${address(state.base, state.repository, state.reference, { platform: one.platform })}
          aria-current=${one === state.chosen ? "true" : nothing}>${one.platform} ${one.present ? size(one.size) : html`<em>not here</em>`}</a>`)}
    </div>
    ${state.chosen && !state.chosen.present ? notice(`The image for ${state.chosen.platform} is not in this repository.`) : nothing}
    ${state.chosen?.attestations?.length
      ? html`<p>Attestations: ${state.chosen.attestations.map((one) => html`<a class="chip" href=${address(state.base, state.repository, one)}>${digest(one)}</a>`)}</p>`
      : nothing}
  </section>`;
}

function content(state, page) {
  const image = state.shown;
  return html`
    ${image.layers?.length ? layers(state, page) : nothing}
    ${image.config ? pairs(image.config, "Configuration") : nothing}
    ${pairs(image.labels, "Labels")}
    ${pairs(image.annotations, "Annotations")}
  `;
}

function layers(state, page) {
  const image = state.shown;
  const shared = state.tagsByBlob;
  const steps = image.history?.length ? image.history : image.layers.map((_, layer) => ({ layer }));
  return html`<section aria-labelledby="layers">
    <h2 id="layers">Layers</h2>
    <table class="layers">
      <thead><tr><th scope="col">Made by</th><th scope="col" class="number">Size</th><th scope="col">Digest</th></tr></thead>
      <tbody>
        ${steps.map((step) => {
          const layer = step.layer === undefined ? undefined : image.layers[step.layer];
          return html`<tr class=${layer ? "" : "empty"}>
            <td><code class="command">${command(step.createdBy) || layer?.title || layer?.mediaType || ""}</code></td>
            <td class="number">${layer ? size(layer.size) : nothing}</td>
            <td>${layer ? digest(layer.digest) : nothing}
              ${layer && shared ? html`<small>in ${counted(shared[layer.digest] ?? 0, "tag")}</small>` : nothing}</td>
          </tr>`;
        })}
      </tbody>
    </table>
    ${shared
      ? html`<p><small>Tags of this repository, read ${ago(state.sharedAt)}.</small></p>`
      : html`<button type="button" class="more" @click=${() => page.attempt(() => share(state, page))}>Tags that share these layers</button>`}
  </section>`;
}

async function share(state, page) {
  const found = await api.content(state.repository, { of: state.shown.digest, n: 1 });
  page.update({ ...state, tagsByBlob: found.tagsByBlob, sharedAt: found.taken });
}

function referrers(state) {
  if (!state.root.referrers?.length) {
    return nothing;
  }
  const tree = (list) => html`<ul>
    ${list.map((one) => html`<li>
      <a href=${address(state.base, state.repository, one.digest)}>${referrerKind(one.artifactType)}</a>
      <small>${one.artifactType}</small> ${size(one.size)}
      ${one.referrers?.length ? tree(one.referrers) : nothing}
    </li>`)}
  </ul>`;
  return html`<section aria-labelledby="referrers"><h2 id="referrers">Signatures and attachments</h2>${tree(state.root.referrers)}</section>`;
}

function raw(root) {
  return root.raw ? html`<details><summary>Manifest</summary><pre tabindex="0" aria-label="The manifest"><code>${root.raw}</code></pre></details>` : nothing;
}

function askTag(state, tag, page) {
  const others = state.root.tags?.filter((name) => name !== tag) ?? [];
  page.ask({
    title: `Delete the tag ${tag}?`,
    lines: [
      `The tag ${tag} goes.`,
      others.length ? `Its image stays, as ${others.join(", ")}.` : "Its image stays under its digest.",
    ],
    confirm: () =>
      page.attempt(async () => {
        await api.deleteManifest(state.repository, tag);
        page.say(`The tag ${tag} is deleted.`);
        page.go(address(state.base, state.repository));
      }),
  });
}

function askManifest(state, page) {
  const { root } = state;
  const tags = root.tags ?? [];
  page.ask({
    title: `Delete this ${root.kind}?`,
    lines: [
      `${root.digest} goes.`,
      tags.length ? `Its tags go with it: ${tags.join(", ")}.` : "It has no tags.",
      ...(root.platforms ? ["The images of its platforms stay under their digests."] : []),
      ...(root.referrers?.length ? [`${root.referrers.length} signatures and attachments stay, and refer to nothing.`] : []),
    ],
    word: tags.length > 1 ? state.repository : undefined,
    confirm: () =>
      page.attempt(async () => {
        await api.deleteManifest(state.repository, root.digest);
        page.say(`${root.digest} is deleted.`);
        page.go(address(state.base, state.repository));
      }),
  });
}
