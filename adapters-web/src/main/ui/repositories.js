// The list of repositories that the caller may pull, with a search.

import { html, nothing } from "./lit-html.js";
import * as api from "./api.js";
import { address } from "./routes.js";
import { notice } from "./parts.js";

export async function load(route, page) {
  const q = route.query.q ?? "";
  const found = await api.repositories(q, undefined);
  return { q, names: found.repositories, next: found.next, partial: found.partial, base: page.base };
}

export function title() {
  return "Repositories";
}

export function draw(state, page) {
  return html`
    <h1>Repositories</h1>
    <search>
      <input id="search" type="search" placeholder="Search" aria-label="Search repositories" .value=${state.q}
        @input=${(event) => page.query({ q: event.target.value })}>
    </search>
    ${state.names.length
      ? html`<ul class="names" data-keys>
          ${state.names.map(({ name, empty }) => {
            const slash = name.lastIndexOf("/") + 1;
            return html`<li class=${empty ? "empty" : ""}><a href=${address(state.base, name)}><span class="namespace">${name.slice(0, slash)}</span>${name.slice(slash)}</a>${empty ? html` <small>no tags</small>` : nothing}</li>`;
          })}
        </ul>`
      : notice(state.q ? `No repository has “${state.q}” in its name.` : "There is nothing here yet. Push an image, and it shows.")}
    ${state.partial ? notice("There are more repositories than the search looks through.") : nothing}
    ${state.next ? html`<button type="button" class="more" @click=${() => more(state, page)}>More</button>` : nothing}
  `;
}

async function more(state, page) {
  const found = await api.repositories(state.q, state.next);
  page.update({ ...state, names: state.names.concat(found.repositories), next: found.next });
}
