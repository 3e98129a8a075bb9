// The tags of a repository.

import { html, nothing } from "./lit-html.js";
import * as api from "./api.js";
import { address } from "./routes.js";
import * as content from "./content.js";
import { ago, digest, notice, pulls, size } from "./parts.js";

const SORTS = [
  ["version", "version"],
  ["pushed", "last pushed"],
  ["created", "last created"],
  ["name", "name"],
];

export async function load(route, page) {
  if (route.query.tab === "content") {
    return { repository: route.repository, base: page.base, content: await content.load(route.repository) };
  }
  const sort = route.query.sort ?? "version";
  const q = route.query.q ?? "";
  const found = await api.tags(route.repository, sort, q, undefined);
  return { repository: route.repository, sort, q, ...found, base: page.base, open: undefined };
}

export function title(route) {
  return route.repository;
}

export function draw(state, page) {
  return html`
    <nav aria-label="Where this is"><a href=${state.base}>Repositories</a></nav>
    <h1>${state.repository}</h1>
    <nav class="tabs" aria-label="Views of the repository">
      <a class="chip" href=${address(state.base, state.repository)} aria-current=${state.content ? nothing : "true"}>Tags</a>
      <a class="chip" href=${address(state.base, state.repository, undefined, { tab: "content" })} aria-current=${state.content ? "true" : nothing}>Sizes and loose ends</a>
    </nav>
    ${state.content ? content.draw(state, page) : tags(state, page)}
  `;
}

function tags(state, page) {
  return html`
    <div class="bar">
      <input id="search" type="search" placeholder="Filter tags" aria-label="Filter tags" .value=${state.q}
        @input=${(event) => page.query({ q: event.target.value, sort: state.sort === "version" ? "" : state.sort })}>
      <label>Order by
        <select @change=${(event) => page.query({ q: state.q, sort: event.target.value })}>
          ${SORTS.map(([value, text]) => html`<option value=${value} ?selected=${value === state.sort}>${text}</option>`)}
        </select>
      </label>
    </div>
    ${state.sortedBy && state.sortedBy !== state.sort
      ? notice(`There are ${state.total} tags. So many are ordered by ${state.sortedBy} only.`)
      : nothing}
    ${state.partial ? notice("Not all images were read. What is missing shows when the list is loaded again.") : nothing}
    ${state.tags.length ? table(state, page) : notice(state.q ? "No tag matches." : "This repository has no tags.")}
    ${state.next ? html`<button type="button" class="more" @click=${() => more(state, page)}>More</button>` : nothing}
  `;
}

function table(state, page) {
  return html`<table class="tags" data-keys>
    <thead>
      <tr>
        <th scope="col">Tag</th><th scope="col">Platforms</th><th scope="col" class="number">Size</th>
        <th scope="col">Created</th><th scope="col">Pushed</th><th scope="col">Digest</th><th scope="col"><span class="hidden">Actions</span></th>
      </tr>
    </thead>
    <tbody>${state.tags.map((tag) => row(state, tag, page))}</tbody>
  </table>`;
}

function row(state, tag, page) {
  const isOpen = state.open === tag.name;
  return html`
    <tr>
      <th scope="row"><a href=${address(state.base, state.repository, tag.name)}>${tag.name}</a>
        ${tag.sameAs?.length ? html`<small title="The same image">= ${tag.sameAs.join(", ")}</small>` : nothing}</th>
      <td data-label="Platforms">${tag.problem ? html`<em>${tag.problem}</em>` : platforms(tag)}</td>
      <td data-label="Size" class="number">${size(tag.size)}</td>
      <td data-label="Created">${ago(tag.created)}</td>
      <td data-label="Pushed">${ago(tag.pushed)}</td>
      <td data-label="Digest">${tag.digest ? digest(tag.digest) : nothing}</td>
      <td class="buttons">
        <button type="button" aria-expanded=${isOpen} @click=${() => page.update({ ...state, open: isOpen ? undefined : tag.name })}>Pull</button>
        <button type="button" aria-label="Delete the tag ${tag.name}" @click=${() => ask(state, tag, page)}>Delete</button>
      </td>
    </tr>
    ${isOpen ? html`<tr class="open"><td colspan="7">${pulls(tag.kind, state.repository, tag.name, tag.digest)}</td></tr>` : nothing}
  `;
}

function platforms(tag) {
  return tag.platforms?.length ? tag.platforms.map((platform) => html`<span class="chip">${platform}</span>`) : html`<span class="chip plain">${tag.kind ?? "not read"}</span>`;
}

function ask(state, tag, page) {
  page.ask({
    title: `Delete the tag ${tag.name}?`,
    lines: [
      `The tag ${tag.name} goes.`,
      tag.sameAs?.length
        ? `Its image stays, as ${tag.sameAs.join(", ")}.`
        : "Its image stays under its digest, until the garbage collector is configured to take untagged images.",
    ],
    confirm: async () => {
      await page.attempt(async () => {
        await api.deleteManifest(state.repository, tag.name);
        page.say(`The tag ${tag.name} is deleted.`);
      });
      await page.reload();
    },
  });
}

async function more(state, page) {
  const found = await api.tags(state.repository, state.sort, state.q, state.next);
  page.update({ ...state, tags: state.tags.concat(found.tags), next: found.next });
}
