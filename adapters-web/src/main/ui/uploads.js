// The uploads that are going on, as they go.

import { html, nothing } from "./lit-html.js";
import * as api from "./api.js";
import { address } from "./routes.js";
import { bytes, rate, secondsLeft, span } from "./format.js";
import { ago, notice } from "./parts.js";

export async function load(_route, page) {
  try {
    return { ...(await api.uploads()), base: page.base };
  } catch (failure) {
    if (failure.status === 404) {
      return { unavailable: true };
    }
    throw failure;
  }
}

export function title() {
  return "Uploads";
}

/** Keeps the view up to date until the signal ends it. Nothing is asked for while nobody looks. */
export async function follow(signal, page) {
  if (page.state.unavailable) {
    return;
  }
  await api.watchUploads(signal, (snapshot) => page.update({ ...snapshot, base: page.base }));
}

export function draw(state, page) {
  if (state.unavailable) {
    return html`<h1>Uploads</h1>${notice("This registry does not list its uploads.")}`;
  }
  const { totals } = state;
  return html`
    <h1>Uploads</h1>
    <p aria-live="polite">${totals.receiving} receiving, ${totals.stalled} stalled, ${totals.committing} committing, ${totals.idle} idle. ${rate(totals.bytesPerSecond)}</p>
    ${state.partial ? notice("A replica has not reported for a while, or the list was cut. There may be more uploads than these.") : nothing}
    ${state.uploads.length
      ? html`<table class="uploads">
          <thead>
            <tr>
              <th scope="col">State</th><th scope="col">Repository</th><th scope="col">Received</th><th scope="col" class="number">Rate</th>
              <th scope="col">Started</th><th scope="col">Last byte</th><th scope="col">From</th><th scope="col"><span class="hidden">Actions</span></th>
            </tr>
          </thead>
          <tbody>${state.uploads.map((upload) => row(state, upload, page))}</tbody>
        </table>`
      : notice("Nothing is being uploaded.")}
  `;
}

function row(state, upload, page) {
  const left = secondsLeft(upload);
  return html`<tr>
    <td data-label="State"><span class="state ${upload.state}">${upload.state}</span></td>
    <th scope="row"><a href=${address(state.base, upload.repository)}>${upload.repository}</a>
      ${upload.resumed ? html`<small>resumed ${upload.resumed}×</small>` : nothing}
      ${upload.overtaken ? html`<small>overtaken ${upload.overtaken}×</small>` : nothing}</th>
    <td data-label="Received">
      ${upload.expected > 0 ? html`<progress max=${upload.expected} value=${upload.bytes} aria-label="Received of ${bytes(upload.expected)}"></progress>` : nothing}
      ${bytes(upload.bytes)}${upload.expected > 0 ? ` of ${bytes(upload.expected)}` : ""}
      <small>${upload.durable === undefined ? "" : `${bytes(upload.durable)} survive a crash`}</small></td>
    <td data-label="Rate" class="number">${rate(upload.bytesPerSecond)}${left === undefined ? nothing : html`<small>${span(left)} left</small>`}</td>
    <td data-label="Started">${ago(upload.startedAt)}</td>
    <td data-label="Last byte">${ago(upload.lastByteAt)}</td>
    <td data-label="From">${upload.user ?? "anonymous"} <small>${upload.remote} ${upload.client}${upload.replica ? ` → ${upload.replica}` : ""}</small></td>
    <td class="buttons"><button type="button" aria-label="End the upload to ${upload.repository}" @click=${() => ask(upload, page)}>End</button></td>
  </tr>`;
}

function ask(upload, page) {
  page.ask({
    title: `End this upload to ${upload.repository}?`,
    lines: [`${bytes(upload.bytes)} that have arrived are removed.`, "The client gets an error and may begin again."],
    confirm: () =>
      page.attempt(async () => {
        await api.abortUpload(upload.repository, upload.id);
        page.say(`The upload to ${upload.repository} has ended.`);
      }),
  });
}
