// Forms that save themselves, `form[data-autosave]`: soon after typing, before the page is left, and again when a
// save did not arrive. While something is unsaved the browser asks before it leaves.
//
// `data-autosave="/address/"` sends elsewhere than the form's button does (drafts); `data-autosave-on="change"`
// waits until a field is left. Answers are those of htmx: they go into `.save-state`, out-of-band parts beside it.
// The form is told: `autosave-saved` (detail.isDirty: more was typed since) and `autosave-failed`; `autosave-now` asks
// for a save of what is unsaved.
(() => {
  const TOKEN = "csrfmiddlewaretoken";
  const DELAY = { change: 300, input: 1500 };
  const AGAIN = [2000, 5000, 15000, 60000]; // pauses after each save that did not arrive
  const LONGEST_ANSWER = 30000;
  const KEEPALIVE_MOST = 60000; // bytes that browsers still send for a page that is gone
  const FLUSHED = "autosave-flushed";
  const STAYS = "；您填写的内容仍在本页";
  const NETWORK = `未能保存，请检查网络，恢复后会自动保存${STAYS}`;
  const SERVER = `未能保存，系统暂时出错，稍后会自动再试${STAYS}`;
  const REFUSED = `未能保存：可能是您已不能修改，或浏览器没有保存本站的 Cookie${STAYS}`;

  const presentToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

  class Autosave {
    typed = 0; // edits so far; the next two say up to which one
    saved = 0;
    flushed = 0;
    failures = 0;
    underWay = 0;
    queue = Promise.resolve();
    isSubmitting = false;
    hasEnded = false; // the sign-in

    constructor(form) {
      this.form = form;
      this.state = form.querySelector(".save-state");
      for (const type of Object.keys(DELAY)) form.addEventListener(type, () => this.note(type));
      form.addEventListener("autosave-now", () => this.save());
    }

    get isDirty() {
      return this.typed > this.saved;
    }

    get isUnsaved() {
      return !this.isSubmitting && (this.isDirty || this.state.querySelector("[data-unsaved]") !== null);
    }

    note(type) {
      this.typed += 1;
      if (type === "change" || this.form.dataset.autosaveOn !== "change") this.saveIn(DELAY[type]);
    }

    saveIn(pause) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), pause);
    }

    // One after the other: each save starts from what the one before it stored.
    save() {
      clearTimeout(this.timer);
      this.queue = this.queue.then(() => this.sendTyped());
      return this.queue;
    }

    // The page may be gone before an answer comes; another save under way cannot be waited for.
    flush() {
      if (!this.isDirty || this.flushed === this.typed) return;
      this.flushed = this.typed;
      sessionStorage.setItem(FLUSHED, JSON.stringify([location.pathname, Date.now()]));
      if (this.underWay) this.post().catch(() => {});
      else this.save();
    }

    async sendTyped() {
      if (!this.isDirty || this.isSubmitting) return;
      const upTo = this.typed;
      this.underWay += 1;
      try {
        const token = presentToken();
        let answer = await this.post();
        if (answer.status === 403 && presentToken() !== token) answer = await this.post(); // it brought a new one
        await this.take(answer, upTo);
      } catch {
        this.fail(NETWORK, true);
      } finally {
        this.underWay -= 1;
      }
    }

    post() {
      const fields = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
      const body = new URLSearchParams(fields);
      const token = presentToken();
      if (token) body.set(TOKEN, token);
      return fetch(this.form.dataset.autosave || this.form.getAttribute("action") || location.href, {
        method: "POST",
        body,
        headers: { "HX-Request": "true" },
        keepalive: String(body).length < KEEPALIVE_MOST,
        signal: AbortSignal.timeout(LONGEST_ANSWER),
      });
    }

    async take(answer, upTo) {
      this.hasEnded = answer.status === 401;
      if (this.hasEnded) {
        this.show(await answer.text(), true);
        this.tell("autosave-failed");
      } else if (answer.status >= 500) this.fail(SERVER, true);
      else if (!answer.ok) this.fail(REFUSED, false);
      else {
        const text = await answer.text();
        [this.saved, this.failures] = [upTo, 0];
        const elsewhere = answer.headers.get("HX-Redirect");
        if (elsewhere) {
          this.isSubmitting = true;
          location.assign(elsewhere);
          return;
        }
        this.show(text, false);
        for (const name of Object.keys(JSON.parse(answer.headers.get("HX-Trigger") || "{}"))) {
          htmx.trigger(this.form, name);
        }
        this.tell("autosave-saved");
      }
    }

    show(text, isFailed) {
      this.state.classList.toggle("failed", isFailed);
      htmx.swap(this.state, text, { swapStyle: "innerHTML" });
      if (!isFailed) this.mark();
    }

    // What was refused is said at its field too; what stood there from the save before goes.
    mark() {
      for (const old of this.form.querySelectorAll("[data-autosave-error]")) {
        old.closest(".form-field")?.querySelector(".is-invalid")?.classList.remove("is-invalid");
        old.remove();
      }
      for (const refused of this.state.querySelectorAll("[data-refused]")) {
        const control = document.getElementById(refused.dataset.refused);
        const place = control?.closest(".form-field");
        if (!place) continue;
        const words = document.createElement("div");
        words.className = "invalid-feedback d-block";
        words.dataset.autosaveError = "";
        words.textContent = refused.dataset.words;
        control.classList.add("is-invalid");
        place.append(words);
      }
    }

    fail(words, isPassing) {
      this.state.classList.add("failed");
      this.state.textContent = words;
      if (isPassing) this.saveIn(AGAIN[Math.min(this.failures++, AGAIN.length - 1)]);
      this.tell("autosave-failed");
    }

    tell(name) {
      this.form.dispatchEvent(new CustomEvent(name, { detail: { isDirty: this.isDirty } }));
    }
  }

  const forms = new Map();
  for (const form of document.querySelectorAll("form[data-autosave]")) forms.set(form, new Autosave(form));
  if (!forms.size) return;
  const all = [...forms.values()];
  const dirty = () => all.filter((autosave) => autosave.isDirty && !autosave.isSubmitting);
  const saveAll = () => Promise.all(dirty().map((autosave) => autosave.save()));

  // A link or another form's button goes on once all is saved; clicked a second time, at once.
  let isLeaving = false;
  const saveFirst = async (event, goOn) => {
    if (isLeaving || !dirty().length) return;
    event.preventDefault();
    isLeaving = true;
    await saveAll();
    goOn();
    isLeaving = false;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isAway = link.origin === location.origin && (link.pathname !== location.pathname || !link.hash);
    if (isAway && !link.target && !link.download) saveFirst(event, () => location.assign(link.href));
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const { target: form, submitter } = event;
    const own = forms.get(form);
    if (!own) {
      saveFirst(event, () => form.requestSubmit(submitter));
      return;
    }
    clearTimeout(own.timer);
    own.isSubmitting = true;
    if (!own.underWay) return;
    event.preventDefault();
    own.queue.then(() => form.requestSubmit(submitter));
  });

  addEventListener("beforeunload", (event) => {
    const unsaved = all.filter((autosave) => autosave.isUnsaved);
    for (const autosave of unsaved) autosave.flush();
    if (!unsaved.length) return;
    event.preventDefault();
    event.returnValue = true; // what older browsers look at
  });
  const flushAll = () => {
    for (const autosave of dirty()) autosave.flush();
  };
  addEventListener("pagehide", flushAll); // phones do not always ask before
  document.addEventListener("visibilitychange", () => document.hidden && saveAll());

  // A page that was asked for while its own last save was still on the way may show what was before.
  addEventListener("pageshow", (event) => {
    for (const autosave of all) autosave.isSubmitting = false;
    const [path, at] = JSON.parse(sessionStorage.getItem(FLUSHED) ?? "[]");
    sessionStorage.removeItem(FLUSHED);
    if (path !== location.pathname || (!event.persisted && Date.now() - at > 3000)) return;
    location.replace(location.pathname + location.search);
  });

  addEventListener("online", saveAll);
  // Back from signing in beside this page: what waited is saved.
  addEventListener("focus", () => {
    if (all.some((autosave) => autosave.hasEnded)) saveAll();
  });
})();
