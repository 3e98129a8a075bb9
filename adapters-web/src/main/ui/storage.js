// What the garbage collector has done, and what the trash holds.

import { html, nothing } from "./lit-html.js";
import * as api from "./api.js";
import { address } from "./routes.js";
import { ago, digest, notice, size } from "./parts.js";

export async function load(_route, page) {
  return { ...(await api.storage()), base: page.base };
}

export function title() {
  return "Storage";
}

export function draw(state) {
  const last = state.collection;
  return html`
    <h1>Storage</h1>
    ${state.readOnly ? notice("The registry is read-only.") : nothing}
    <h2>Garbage collection</h2>
    ${last
      ? html`<dl class="facts">
          <div><dt>Last collection</dt><dd>${ago(last.ended)} ${last.outcome}</dd></div>
          <div><dt>Removed</dt><dd>${last.removed} objects, ${size(last.removedBytes)}</dd></div>
          <div><dt>Looked at</dt><dd>${last.links} links, ${last.blobs} blobs</dd></div>
        </dl>`
      : notice(state.collecting ? "No collection has ended yet." : "The servers collect no garbage: storage.gc.enabled is false.")}
    <h2>Trash</h2>
    ${state.trash?.length
      ? html`<table>
          <thead><tr><th scope="col">What</th><th scope="col">Digest</th><th scope="col">Deleted</th><th scope="col">By</th></tr></thead>
          <tbody>
            ${state.trash.map((one) => html`<tr>
              <th scope="row"><a href=${address(state.base, one.repository)}>${one.repository}</a>${one.tag ? `:${one.tag}` : ""}</th>
              <td data-label="Digest">${digest(one.digest)}</td><td data-label="Deleted">${ago(one.deleted)}</td><td data-label="By">${one.by}</td>
            </tr>`)}
          </tbody>
        </table>`
      : notice("The trash is empty.")}
  `;
}
