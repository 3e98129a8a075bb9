// The uploads that are going on, as they go.

import { html, nothing } from "./lit-html.js";
import * as api from "./api.js";
import { address } from "./routes.js";
import { bytes, rate, secondsLeft, span } from "./format.js";
import { ago, notice } from "./parts.js";

export async function load(_route, page) {
  page.scanned = undefined;
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
      ? table(state, state.uploads, page)
      : notice("Nothing is being uploaded.")}
    <h2>In the storage</h2>
    ${page.scanned ? scanned(state, page) : html`<p>Uploads of servers that have ended, and of clients that are away.</p>
      <button type="button" @click=${() => page.attempt(() => scan(page, undefined))}>Look in the storage</button>`}
  `;
}

function table(state, uploads, page) {
  return html`<table class="uploads">
    <thead>
      <tr>
        <th scope="col">State</th><th scope="col">Repository</th><th scope="col">Received</th><th scope="col" class="number">Rate</th>
        <th scope="col">Started</th><th scope="col">Last byte</th><th scope="col">From</th><th scope="col"><span class="hidden">Actions</span></th>
      </tr>
    </thead>
    <tbody>${uploads.map((upload) => row(state, upload, page))}</tbody>
  </table>`;
}

function scanned(state, page) {
  const found = page.scanned;
  return html`
    <p>Read ${ago(found.taken)}. <button type="button" @click=${() => page.attempt(() => scan(page, undefined))}>Look again</button></p>
    ${found.partial ? notice("A part of the storage could not be read.") : nothing}
    ${found.uploads.length ? table(state, found.uploads, page) : notice("No upload lies in the storage.")}
    ${found.next ? html`<button type="button" class="more" @click=${() => page.attempt(() => scan(page, found))}>More</button>` : nothing}
  `;
}

/** Reads a page of the storage, and keeps it while the list above changes by itself. */
async function scan(page, before) {
  const found = await api.storedUploads(before?.next);
  page.scanned = { ...found, uploads: (before?.uploads ?? []).concat(found.uploads) };
  page.draw();
}

function row(state, upload, page) {
  const left = secondsLeft(upload);
  return html`<tr>
    <td data-label="State"><span class="state ${upload.state}">${upload.state}</span></td>
    <th scope="row"><a href=${address(state.base, upload.repository)}>${upload.repository}</a>
      ${upload.resumed ? html`<small>resumed ${upload.resumed}×</small>` : nothing}
      ${upload.fenced ? html`<small>fenced ${upload.fenced}×</small>` : nothing}</th>
    <td data-label="Received">
      ${upload.expected > 0 ? bars(upload) : nothing}
      ${bytes(upload.bytes)}${upload.expected > 0 ? ` of ${bytes(upload.expected)}` : ""}
      ${upload.durable === undefined ? nothing : html`<small>${bytes(upload.durable)} stored</small>`}</td>
    <td data-label="Rate" class="number">${rate(upload.bytesPerSecond)}${left === undefined ? nothing : html`<small>${span(left)} left</small>`}</td>
    <td data-label="Started">${ago(upload.startedAt)}</td>
    <td data-label="Last byte">${ago(upload.lastByteAt)}</td>
    <td data-label="From">${upload.user ?? "anonymous"} <small>${[upload.remote, upload.client, upload.replica ? `→ ${upload.replica}` : ""].filter(Boolean).join(" ")}</small></td>
    <td class="buttons"><button type="button" aria-label="End the upload to ${upload.repository}" @click=${() => ask(upload, page)}>End</button></td>
  </tr>`;
}

/** What has arrived, and below it what is known to be stored. */
function bars({ expected, bytes: received, durable }) {
  return html`<progress max=${expected} value=${received} aria-label="Received of ${bytes(expected)}"></progress>
    ${durable === undefined ? nothing : html`<progress class="durable" max=${expected} value=${durable} aria-label="Stored of ${bytes(expected)}"></progress>`}`;
}

function ask(upload, page) {
  page.ask({
    title: `End this upload to ${upload.repository}?`,
    lines: [`${bytes(upload.bytes)} that have arrived are removed.`, "The client gets an error and may begin again."],
    confirm: () =>
      page.attempt(async () => {
        await api.abortUpload(upload.repository, upload.id);
        if (page.scanned) {
          page.scanned.uploads = page.scanned.uploads.filter(({ id }) => id !== upload.id);
        }
        page.say(`The upload to ${upload.repository} has ended.`);
      }),
  });
}
