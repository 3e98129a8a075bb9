// What the garbage collector has done.

import { html, nothing } from "./lit-html.js";
import * as api from "./api.js";
import { ago, notice } from "./parts.js";

export async function load() {
  return api.storage();
}

export function title() {
  return "Storage";
}

export function draw(state) {
  return html`
    <h1>Storage</h1>
    ${state.readOnly ? notice("The registry is read-only.") : nothing}
    <h2>Garbage collection</h2>
    ${state.collecting ? nothing : notice("This server collects no garbage: storage.gc.enabled is false.")}
    <dl class="facts">
      <div><dt>Last collection</dt><dd>${state.finished ? html`ended ${ago(state.finished)}` : "none has ended yet"}</dd></div>
      ${state.reported ? html`<div><dt>A collection that runs</dt><dd>has reported ${ago(state.reported)}</dd></div>` : nothing}
    </dl>
  `;
}
