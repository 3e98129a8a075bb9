// What the garbage collector has done.

import { html, nothing } from "./lit-html.js";
import * as api from "./api.js";
import { counted, restoreCommand, shortDigest } from "./format.js";
import { address } from "./routes.js";
import { ago, copyButton, notice } from "./parts.js";

export async function load(_route, page) {
  const [state, trash] = await Promise.all([api.storage(), api.trash()]);
  return { ...state, trash, base: page.base };
}

export function title() {
  return "Storage";
}

export function draw(state, page) {
  return html`
    <h1>Storage</h1>
    ${state.readOnly ? notice("The registry is read-only.") : nothing}
    <h2>Garbage collection</h2>
    ${state.collecting ? nothing : notice("This server collects no garbage: storage.gc.enabled is false.")}
    <dl class="facts">
      <div><dt>Last collection</dt><dd>${state.finished ? html`ended ${ago(state.finished)}` : "none has ended yet"}</dd></div>
      ${state.reported ? html`<div><dt>A collection that runs</dt><dd>has reported ${ago(state.reported)}</dd></div>` : nothing}
    </dl>
    <h2>Trash</h2>
    <p>What clients have deleted, and what collections have taken out of repositories. The commands run where the registry is installed.</p>
    ${state.trash.unknown ? notice(`${state.trash.unknown} records cannot be read.`) : nothing}
    ${state.trash.removals.length ? table(state) : notice("The trash is empty.")}
    ${state.trash.next ? html`<button type="button" class="more" @click=${() => page.attempt(() => more(state, page))}>More</button>` : nothing}
  `;
}

function table(state) {
  return html`<table class="tags trash" data-keys>
    <thead><tr>
      <th scope="col">Repository</th><th scope="col">Content</th><th scope="col">By</th><th scope="col">Removed</th><th scope="col">Kept until</th><th scope="col">Restore</th>
    </tr></thead>
    <tbody>${state.trash.removals.map((removal) => {
      const command = restoreCommand(removal);
      return html`<tr>
        <th scope="row"><a href=${address(state.base, removal.repository)}>${removal.repository}</a></th>
        <td data-label="Content">${removal.references.map((one) => html`<span class="chip" title=${one}>${one.includes(":") ? shortDigest(one) : one}</span>`)}
          <small>${counted(removal.tags, "tag")}, ${counted(removal.manifests, "manifest")}, ${counted(removal.blobs, "link")} to blobs</small></td>
        <td data-label="By">${removal.by}</td>
        <td data-label="Removed">${ago(removal.since)}</td>
        <td data-label="Kept until"><time datetime=${removal.expires}>${removal.expires.slice(0, 16).replace("T", " ")}</time></td>
        <td data-label="Restore"><code>${command}</code>${copyButton(command, `the command for ${removal.repository}`)}</td>
      </tr>`;
    })}</tbody>
  </table>`;
}

async function more(state, page) {
  const trash = await api.trash(undefined, state.trash.next);
  page.update({ ...state, trash: { ...trash, removals: state.trash.removals.concat(trash.removals) } });
}
