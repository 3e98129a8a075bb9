// The page: one view at a time, chosen by the address.

import { html, nothing, render } from "./lit-html.js";
import * as api from "./api.js";
import { parse } from "./routes.js";
import { confirmation, notice } from "./parts.js";
import * as repositories from "./repositories.js";
import * as repository from "./repository.js";
import * as image from "./image.js";
import * as uploads from "./uploads.js";
import * as storage from "./storage.js";

const VIEWS = { repositories, repository, image, uploads, storage };
const RETRY = 3000;

/** What views may do: draw again, go elsewhere, ask before they delete, and say what they did. */
class Page {
  constructor(root, base) {
    this.root = root;
    this.base = base;
    this.visit = 0;
  }

  async start() {
    addEventListener("popstate", () => this.show());
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("visibilitychange", () => this.follow());
    api.version().then((version) => {
      this.version = version;
      this.draw();
    }, () => {});
    await this.show();
  }

  /** Loads the view of the address. What an earlier visit still loads is dropped. */
  async show({ keepFocus = false } = {}) {
    const visit = ++this.visit;
    this.following?.abort();
    this.following = undefined;
    this.route = parse(location.pathname, this.base, location.search);
    const view = VIEWS[this.route.view];
    document.title = view ? `${view.title(this.route)} · Registry` : "Registry";
    try {
      const state = view ? await view.load(this.route, this) : undefined;
      if (visit === this.visit) {
        this.view = view;
        this.state = state;
        this.failure = view ? undefined : "There is no such page.";
      }
    } catch (failure) {
      if (visit === this.visit) {
        this.view = undefined;
        this.failure = failure.status === 404 ? `There is no ${view.title(this.route)}.` : failure.message;
      }
    }
    if (visit === this.visit) {
      this.draw();
      if (!keepFocus) {
        this.root.querySelector("main")?.focus({ preventScroll: true });
      }
      this.follow();
    }
  }

  reload() {
    return this.show({ keepFocus: true });
  }

  /** Follows a view that changes by itself, while the page is seen. */
  async follow() {
    if (document.hidden || !this.view?.follow) {
      this.following?.abort();
      this.following = undefined;
      return;
    }
    if (this.following) {
      return;
    }
    const following = (this.following = new AbortController());
    while (!following.signal.aborted) {
      try {
        await this.view.follow(following.signal, this);
      } catch (failure) {
        if (!following.signal.aborted && failure.status) {
          this.say(failure.message, "error");
          return;
        }
      }
      await new Promise((resume) => setTimeout(resume, RETRY));
    }
  }

  update(state) {
    this.state = state;
    this.draw();
  }

  /** Changes the query of the address, and loads the view with it once typing pauses. */
  query(values) {
    const search = new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();
    history.replaceState(null, "", location.pathname + (search ? `?${search}` : ""));
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.reload(), 150);
  }

  go(path) {
    history.pushState(null, "", path);
    this.show();
    scrollTo(0, 0);
  }

  ask(asked) {
    this.before = document.activeElement;
    this.asked = asked;
    this.draw();
    this.root.querySelector("dialog")?.showModal();
  }

  closeDialog() {
    this.root.querySelector("dialog")?.close();
    this.asked = undefined;
    this.draw();
    this.before?.focus?.();
  }

  /** Does something that the registry may refuse. */
  async attempt(action) {
    try {
      await action();
    } catch (failure) {
      this.say(failure.message, "error");
    }
  }

  say(text, kind) {
    this.said = { text, kind };
    this.draw();
  }

  clicked(event) {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && plain && link.origin === location.origin && link.pathname.startsWith(this.base) && !link.hash) {
      event.preventDefault();
      this.said = undefined;
      this.go(link.pathname + link.search);
    }
  }

  /** "/" searches, the arrows walk through a list, and "c" copies the first command. */
  key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || this.asked) {
      return;
    }
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing) {
      event.preventDefault();
      this.root.querySelector("#search")?.focus();
    } else if (event.key === "c" && !typing) {
      this.root.querySelector("button.copy")?.click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const links = [...this.root.querySelectorAll("[data-keys] a")];
      const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      if (event.target.tagName !== "SELECT" && links[at]) {
        event.preventDefault();
        links[at].focus();
      }
    }
  }

  about() {
    const { version, readOnly, user, login } = this.version;
    return html`Moorage ${version}${readOnly ? ", read-only" : ""}
      ${user ? html` · ${user}` : nothing}
      ${login ? html`<button type="button" @click=${() => this.login()}>Log in</button>` : nothing}`;
  }

  login() {
    return this.attempt(async () => {
      this.version = await api.login();
      await this.reload();
    });
  }

  draw() {
    const current = (view) => (this.route.view === view ? "page" : nothing);
    render(
      html`
        <a class="skip" href="#main">To the content</a>
        <header>
          <a href=${this.base} class="home">Registry</a>
          <nav aria-label="Views">
            <a href=${this.base} aria-current=${current("repositories")}>Repositories</a>
            <a href="${this.base}uploads" aria-current=${current("uploads")}>Uploads</a>
            <a href="${this.base}storage" aria-current=${current("storage")}>Storage</a>
          </nav>
        </header>
        <main id="main" tabindex="-1">
          ${this.said ? notice(this.said.text, this.said.kind) : nothing}
          ${this.failure ? notice(this.failure, "error") : nothing}
          ${this.view ? this.view.draw(this.state, this) : nothing}
        </main>
        <footer>${this.version ? this.about() : nothing}</footer>
        ${confirmation(this.asked, () => this.closeDialog())}
      `,
      this.root,
    );
  }
}

new Page(document.getElementById("page"), document.documentElement.dataset.path).start();
