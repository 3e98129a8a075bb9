// The sizes of a repository, and what no tag leads to.

import { html, nothing } from "./lit-html.js";
import * as api from "./api.js";
import { counted } from "./format.js";
import { address } from "./routes.js";
import { ago, notice, size } from "./parts.js";

const REASONS = {
  untagged: "untagged",
  "subject-missing": "attached to nothing",
  "images-missing": "lacks images",
  "tag-broken": "broken tag",
};

export const load = (repository) => api.content(repository, {});

export function draw(state, page) {
  const found = state.content;
  const walk = async (query) => page.update({ ...state, content: await api.content(state.repository, query) });
  return html`
    <dl class="facts">
      <div><dt>Size, compressed</dt><dd>${size(found.bytes)} <small>in ${counted(found.blobs, "blob")}, each counted once</small></dd></div>
      <div><dt>Only untagged</dt><dd>${size(found.untaggedBytes)} <small>that no tag needs</small></dd></div>
      <div><dt>Content</dt><dd>${counted(found.tags, "tag")}, ${counted(found.manifests, "manifest")}</dd></div>
      <div><dt>Read</dt><dd>${ago(found.taken)} <button type="button" @click=${() => page.attempt(() => walk({ fresh: true }))}>Read again</button></dd></div>
    </dl>
    ${found.partial ? notice("The repository has more than is read. The numbers are lower bounds.") : nothing}
    <h2>Loose ends</h2>
    ${found.loose.length ? table(state, found, page) : notice("Each manifest is tagged, part of an index, or attached to an image.")}
    ${found.next ? html`<button type="button" class="more" @click=${() => page.attempt(() => more(state, page))}>More</button>` : nothing}
  `;
}

function table(state, found, page) {
  return html`<table class="tags" data-keys>
    <thead><tr>
      <th scope="col">Name</th><th scope="col">Why</th><th scope="col">Kind</th><th scope="col" class="number">Size</th>
      <th scope="col">Pushed</th><th scope="col"><span class="hidden">Actions</span></th>
    </tr></thead>
    <tbody>${found.loose.map((end) => html`<tr>
      <th scope="row"><a href=${address(state.base, state.repository, end.name)}><code>${end.name}</code></a></th>
      <td data-label="Why">${REASONS[end.reason] ?? end.reason}</td>
      <td data-label="Kind">${end.kind} <small>${end.artifactType}</small></td>
      <td data-label="Size" class="number">${size(end.size)}</td>
      <td data-label="Pushed">${ago(end.pushed)}</td>
      <td class="buttons"><button type="button" aria-label="Delete ${end.name}" @click=${() => ask(state, end, page)}>Delete</button></td>
    </tr>`)}</tbody>
  </table>`;
}

function ask(state, end, page) {
  page.ask({
    title: `Delete this ${end.kind ?? "tag"}?`,
    lines: [`${end.name} goes.`, "Blobs that nothing else needs go with a later collection of garbage."],
    confirm: async () => {
      await page.attempt(async () => {
        await api.deleteManifest(state.repository, end.name);
        const left = state.content.loose.filter((one) => one !== end);
        page.update({ ...state, content: { ...state.content, loose: left } });
        page.say(`${end.name} is deleted.`);
      });
    },
  });
}

async function more(state, page) {
  const found = await api.content(state.repository, { last: state.content.next });
  page.update({ ...state, content: { ...found, loose: state.content.loose.concat(found.loose) } });
}
