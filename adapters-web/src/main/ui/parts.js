// Pieces that several views are made of.

import { html, nothing } from "./lit-html.js";
import { age, bytes, pullCommands, safeLink, shortDigest } from "./format.js";

/** A time that says how long ago it was, with the instant as its title. */
export function ago(instant) {
  const text = instant ? age(instant, Date.now()) : "";
  return text ? html`<time datetime=${instant} title=${instant}>${text}</time>` : nothing;
}

export function size(count) {
  return count === undefined ? nothing : html`<span title="${count} bytes">${bytes(count)}</span>`;
}

/** A digest in short, with the whole of it as its title. */
export function digest(value) {
  return html`<code title=${value}>${shortDigest(value)}</code>`;
}

/** A button that copies a text, and says so to those who cannot see it. */
export function copyButton(text, label) {
  return html`<button type="button" class="copy" aria-label="Copy ${label}" title="Copy ${label}" @click=${(event) => copy(event.currentTarget, text)}>Copy</button>`;
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // Without TLS a page has no clipboard: the text is selected instead.
    const code = button.parentElement?.querySelector("code");
    if (code) {
      getSelection()?.selectAllChildren(code);
    }
    button.textContent = "Selected";
  }
  setTimeout(() => (button.textContent = "Copy"), 1500);
}

/** The commands that pull an image, each with a button that copies it. */
export function pulls(kind, repository, tag, manifest) {
  return html`<dl class="pulls">
    ${pullCommands(kind, location.host, repository, tag, manifest).map(
      ([client, command]) => html`<div><dt>${client}</dt><dd><code>${command}</code>${copyButton(command, `the command for ${client}`)}</dd></div>`,
    )}
  </dl>`;
}

/** What a client has written down as pairs: always text, and links for https alone. */
export function pairs(values, caption) {
  const entries = Object.entries(values ?? {});
  if (!entries.length) {
    return nothing;
  }
  return html`<table class="pairs">
    <caption>${caption}</caption>
    <tbody>
      ${entries.map(([key, value]) => {
        const link = safeLink(value);
        return html`<tr><th scope="row">${key}</th><td>${link ? html`<a href=${link} rel="noopener noreferrer nofollow">${value}</a>` : value}</td></tr>`;
      })}
    </tbody>
  </table>`;
}

/** A message that screen readers read out. */
export function notice(text, kind = "status") {
  return text ? html`<p class="notice ${kind}" role=${kind === "error" ? "alert" : "status"}>${text}</p>` : nothing;
}

/**
 * A dialog that asks before something is deleted.
 *
 * asked: {title, lines: what goes and what stays, word: to be typed for more than one thing, confirm: what to do}
 */
export function confirmation(asked, close) {
  if (!asked) {
    return nothing;
  }
  const submit = async (event) => {
    event.preventDefault();
    const word = event.target.elements.word;
    if (word && word.value !== asked.word) {
      word.setCustomValidity(`Type ${asked.word}`);
      word.reportValidity();
      return;
    }
    close();
    await asked.confirm();
  };
  return html`<dialog aria-labelledby="asked" @cancel=${close} @click=${(event) => event.target.tagName === "DIALOG" && close()}>
    <form method="dialog" @submit=${submit}>
      <h2 id="asked">${asked.title}</h2>
      <ul>${asked.lines.map((line) => html`<li>${line}</li>`)}</ul>
      ${asked.word
        ? html`<label>Type <code>${asked.word}</code> to confirm <input name="word" autocomplete="off" @input=${(event) => event.target.setCustomValidity("")}></label>`
        : nothing}
      <p class="buttons"><button type="button" @click=${close}>Keep</button><button class="danger">Delete</button></p>
    </form>
  </dialog>`;
}
