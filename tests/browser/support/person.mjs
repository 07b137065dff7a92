// A person at a browser: finds things by the words on the page, and notices what a page does wrong.

import assert from 'node:assert/strict';

const PATIENCE_MS = 10_000;

const isOnward = (status) => status >= 300 && status < 400;

export class Person {
  #site;
  #problems = [];
  #expected = [];
  #allowed = [];
  #mayLoseConnection = false;

  /**
   * A person with a browser of their own. Without scripts: `script: false` is a browser that runs none;
   * `script: 'none'` gets none from the site, so that a page can still be inspected from outside.
   */
  static async meet(browser, site, { script = true, width = 1280, touch = false, storageState } = {}) {
    const context = await browser.newContext({
      baseURL: site.url,
      javaScriptEnabled: script !== false,
      storageState,
      viewport: { width, height: 800 },
      hasTouch: touch,
      isMobile: touch,
      // What moves is not what these tests are about, and would have to be waited for.
      reducedMotion: 'reduce',
      locale: 'en-GB',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const person = new Person(context, site, script === true);
    if (script === 'none') {
      await context.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    }
    await person.openTab();
    return person;
  }

  constructor(context, site, script) {
    this.context = context;
    this.hasScript = script;
    this.#site = site;
    context.on('page', (page) => this.#watch(page));
  }

  /** Opens another tab and continues there. */
  async openTab() {
    this.page = await this.context.newPage();
    return this.page;
  }

  // ---- Going about

  /** Opens an address and returns the answer. */
  async goto(place, { status = 200 } = {}) {
    this.#expect(status);
    const response = await this.page.goto(place);
    assert.equal(response.status(), status, `${place} answers ${status}`);
    return response;
  }

  /** Presses a thing that leads to another page, or back to the same, and waits for that page. */
  async follow(target, { status = 200 } = {}) {
    return this.#leave(() => target.click(), target, status);
  }

  /** The same with a key. */
  async followByKey(key, { status = 200 } = {}) {
    return this.#leave(() => this.page.keyboard.press(key), key, status);
  }

  // A new page, and not a page that gives itself another address.
  async #leave(act, what, status) {
    this.#expect(status);
    const { page } = this;
    const isAnswer = (response) => {
      const request = response.request();
      return request.isNavigationRequest() && request.frame() === page.mainFrame() && !isOnward(response.status());
    };
    const [response] = await Promise.all([page.waitForResponse(isAnswer), page.waitForEvent('load'), act()]);
    assert.equal(response.status(), status, `${what} leads to ${response.url()}`);
    return response;
  }

  /** Loads the page again and returns the answer. */
  async reload() {
    return this.page.reload();
  }

  /** The path that stands in the address bar. */
  path() {
    const { pathname, search } = new URL(this.page.url());
    return `${pathname}${search}`;
  }

  // ---- Looking

  link(name, options = {}) {
    return this.page.getByRole('link', { name, ...options });
  }

  button(name, options = {}) {
    return this.page.getByRole('button', { name, ...options });
  }

  field(label) {
    return this.page.getByLabel(label, { exact: true });
  }

  /** The Markdown field itself, also while an editor stands over it: for what it holds. */
  heldText() {
    return this.page.locator('textarea[data-markdown]');
  }

  /** The first heading's words. */
  async heading() {
    return (await this.page.getByRole('heading', { level: 1 }).innerText()).trim();
  }

  /** Waits until these words can be read somewhere. */
  async sees(words, within = this.page.locator('body')) {
    await within.getByText(words).filter({ visible: true }).first().waitFor();
  }

  /** The text of the part that is this page's own. */
  async mainText() {
    return this.page.locator('main').innerText();
  }

  /** Waits for the word about what was just done. */
  async isTold(words) {
    await this.page.locator('.flash').filter({ hasText: words }).waitFor();
  }

  /** Waits for what a list announces after a change without a new page. */
  async isToldQuietly(words) {
    await this.page.locator('[data-order-status]').filter({ hasText: words }).waitFor({ state: 'attached' });
  }

  /** The message at a field, as assistive technology finds it. */
  async errorAt(field) {
    assert.equal(await field.getAttribute('aria-invalid'), 'true', 'the field says that it is wrong');
    const ids = (await field.getAttribute('aria-describedby')).split(' ');
    const described = this.page.locator(ids.map((id) => `[id="${id}"][class*="error"]`).join(', '));
    return (await described.innerText()).trim();
  }

  /** Asserts that a refused form's summary has the focus. */
  async summaryHasFocus() {
    const summary = this.page.getByRole('alert');
    await summary.waitFor();
    await this.until(() => summary.evaluate((element) => element === document.activeElement), 'the summary has the focus');
  }

  /** Asks until the answer is yes. */
  async until(question, what, patience_ms = PATIENCE_MS) {
    const deadline = Date.now() + patience_ms;
    while (!(await question())) {
      assert.ok(Date.now() < deadline, `this never became true: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  // ---- Writing

  /** The place where the text is written: the editor over the Markdown field, or the field itself. */
  text() {
    return this.page.locator('.cm-content, textarea[data-markdown]').filter({ visible: true });
  }

  /** Puts these words in place of the text. */
  async writeText(words) {
    await this.text().fill(words);
    await this.holdsText(words);
  }

  /** Types at the end of the text, key by key. */
  async typeText(words) {
    await this.text().focus();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.type(words);
  }

  /** Waits until the field that is sent holds this text. */
  async holdsText(words) {
    const held = () => this.heldText().inputValue();
    await this.until(async () => (await held()) === words, 'the field holds the text').catch(async () => {
      assert.equal(await held(), words);
    });
  }

  /** Opens the drawer of settings. */
  async openSettings() {
    const drawer = this.page.locator('[data-drawer]');
    if (!(await drawer.evaluate((element) => element.open))) {
      await drawer.locator('summary').first().click();
    }
  }

  /** What the line says about the text: “Saved 12:04”. */
  saveState() {
    return this.page.locator('[data-save-state]');
  }

  /** Waits until the line says so. */
  async seesState(words) {
    await this.saveState().filter({ hasText: words }).waitFor();
  }

  /** Saves by hand; with scripts the page stays. */
  async save() {
    const button = this.button('Save', { exact: true });
    if (this.hasScript) {
      await button.click();
      await this.seesState(/^Saved \d/);
    } else {
      await this.follow(button);
      await this.isTold(/\bSaved\b/);
    }
  }

  /** Publishes what stands on the page. */
  async publish({ status = 200, button = /^Publish/ } = {}) {
    await this.follow(this.button(button).filter({ visible: true }), { status });
    if (status === 200) {
      await this.isTold('It is on the site now');
    }
  }

  /** Opens a new article and writes it; its address is found out by the page. */
  async writeArticle({ title, text }) {
    await this.goto('/admin/articles/new');
    await this.field('Title').fill(title);
    await this.writeText(text);
  }

  // ---- Being the owner

  /** Fills in the page behind the set-up link. */
  async becomeOwner({ email, password }) {
    await this.field('E-mail address').fill(email);
    await this.field('Password').fill(password);
    await this.field('Password again').fill(password);
    await this.follow(this.button('Create the owner and sign in'));
    assert.equal(this.path(), '/admin');
  }

  // ---- Noticing

  #watch(page) {
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol !== 'data:' && url.origin !== this.#site.url) {
        this.#problems.push(`${page.url()} asks another origin: ${request.url()}`);
      }
    });
    page.on('response', (response) => {
      const status = response.status();
      const isExpected = response.request().isNavigationRequest() && this.#expected.includes(status);
      if (status >= 400 && !isExpected && !this.#allowed.includes(status)) {
        this.#problems.push(`${response.request().method()} ${response.url()} answers ${status}`);
      }
    });
    page.on('requestfailed', (request) => {
      // A page that is left drops what it was still asking for.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED' && !this.#mayLoseConnection) {
        this.#problems.push(`${request.url()} fails: ${request.failure()?.errorText}`);
      }
    });
    page.on('console', (message) => {
      // Answers are judged above, where it is known which of them a test expects.
      const isAboutAnAnswer = message.text().startsWith('Failed to load resource: the server responded with a status of');
      const isAboutTheConnection = this.#mayLoseConnection && message.text().startsWith('Failed to load resource: net::');
      if (['error', 'warning'].includes(message.type()) && !isAboutAnAnswer && !isAboutTheConnection) {
        this.#problems.push(`${page.url()} writes to the console: ${message.text()} (${message.location().url}:${message.location().lineNumber}:${message.location().columnNumber})`);
      }
    });
    page.on('pageerror', (error) => this.#problems.push(`${page.url()} throws: ${error.message}`));
  }

  /** From here on, answers of these kinds to a page's own requests are what a test is about. */
  allowAnswers(...statuses) {
    this.#allowed = statuses;
  }

  /** From here on, the connection may be lost. */
  allowLostConnections() {
    this.#mayLoseConnection = true;
  }

  #expect(status) {
    this.#expected = [status];
  }

  /** Fails when a page asked another origin, wrote an error to the console, threw or missed a file. */
  assertNothingWrong() {
    assert.deepEqual(this.#problems, []);
  }
}
