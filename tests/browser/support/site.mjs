// The real program as a child process, with a data directory of its own.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const WORKSPACE = fileURLToPath(new URL('../../..', import.meta.url));
const TARGET = process.env.CARGO_TARGET_DIR ?? 'target';
const PROGRAM = process.env.PLINTH_BINARY ?? path.join(path.resolve(WORKSPACE, TARGET), 'debug', 'plinth');

// A fresh database cluster is made first, on a machine that may be busy with other tests.
const START_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 40_000;

// Waits until the test run is over, however it ends: its standard input is then closed. What is left of
// the site is stopped and removed, so that a run that was killed leaves nothing behind.
const WATCH = 'cat >/dev/null; kill -TERM "$1"; while kill -0 "$1"; do sleep 1; done; rm -rf "$2"';

/** Starts a fresh site, with the starter content or empty, and waits until it says where it is. */
export async function startSite({ starterContent = true } = {}) {
  await stat(PROGRAM).catch(() => {
    throw new Error(`${PROGRAM} does not exist: build it with cargo build -p plinth, or name it in PLINTH_BINARY`);
  });
  const directory = await mkdtemp(path.join(tmpdir(), 'plinth-browser-'));
  // Started by root, the database runs as another user, who has to reach its files.
  await chmod(directory, 0o755);
  const site = new Site(directory, starterContent ? [] : ['--no-starter-content']);
  try {
    // Port 0 takes a free port in one step, so that no other program can take it in between.
    site.begin('127.0.0.1:0');
    await site.ready();
  } catch (error) {
    await site.abandon();
    throw error;
  }
  return site;
}

// The settings of whoever runs the tests must not reach the site under test.
function environment() {
  const kept = Object.entries(process.env).filter(([name]) => name !== 'DATABASE_URL' && !name.startsWith('PLINTH_'));
  return {
    ...Object.fromEntries(kept),
    PLINTH_LOG: 'warn',
    // All visitors of a test come from one address.
    PLINTH_CONTACT_LIMIT: '1000',
  };
}

class Site {
  #child;
  #directory;
  #options;
  #watch;
  #output = '';
  #log = '';
  #exited;

  constructor(directory, options) {
    this.#directory = directory;
    this.#options = options;
  }

  /** Starts the program at this address, on the data that is there. */
  begin(address) {
    const data = path.join(this.#directory, 'data');
    const child = spawn(PROGRAM, ['serve', '--listen', address, '--data-dir', data, ...this.#options], {
      cwd: this.#directory,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', (text) => (this.#output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (this.#log += text));
    this.#exited = once(child, 'exit').then(([code, signal]) => code ?? signal);
    this.#exited.catch(() => {});
    this.#watch?.kill('SIGKILL');
    this.#watch = spawn('sh', ['-c', WATCH, 'watch', String(child.pid), this.#directory], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#watch.unref();
  }

  /** Reads the console until the set-up link stands at the end of a line. */
  async ready() {
    const alarm = AbortSignal.timeout(START_PATIENCE_MS);
    while (!this.setupLink) {
      await this.#hears(() => once(this.#child.stdout, 'data', { signal: alarm }), alarm);
      this.setupLink = /\s(http:\/\/localhost:\d+\/admin\/setup\/\S+)\n/.exec(this.#output)?.[1];
    }
    this.url = new URL(this.setupLink).origin;
  }

  /** Ends the program as a power cut would: it gets no chance to tidy up. */
  async kill() {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** Starts it again where it was, and waits until it answers. */
  async restart() {
    const { port } = new URL(this.url);
    this.begin(`127.0.0.1:${port}`);
    const alarm = AbortSignal.timeout(START_PATIENCE_MS);
    const answers = () => fetch(new URL('/', this.url)).then(({ ok }) => ok, () => false);
    while (!(await this.#hears(answers, alarm))) {
      assert.ok(!alarm.aborted, `the site did not come back in time\n${this.transcript()}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async #hears(act, alarm) {
    const gone = this.#exited.then((code) => {
      throw new Error(`the program ended with ${code} while starting\n${this.transcript()}`);
    });
    gone.catch(() => {});
    return Promise.race([act(), gone]).catch((error) => {
      throw alarm.aborted ? new Error(`the site did not start in time\n${this.transcript()}`) : error;
    });
  }

  /** What the site answers to a visitor without a browser. */
  async read(place) {
    const response = await fetch(new URL(place, this.url));
    return { status: response.status, text: await response.text() };
  }

  transcript() {
    return `${this.#output}${this.#log}`.trim();
  }

  /** Stops the site as an administrator would. */
  async stop() {
    this.#child.kill('SIGTERM');
    const alarm = new AbortController();
    const late = new Promise((resolve) => {
      const timer = setTimeout(resolve, STOP_PATIENCE_MS, 'still running');
      alarm.signal.addEventListener('abort', () => clearTimeout(timer));
    });
    const outcome = await Promise.race([this.#exited, late]);
    alarm.abort();
    await this.abandon();
    assert.equal(outcome, 0, `SIGTERM ends the program with exit code 0\n${this.transcript()}`);
    assert.doesNotMatch(this.#log, / ERROR |panicked/, 'the log holds no error');
  }

  /** Ends the program in any case, and removes what it wrote. */
  async abandon() {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGKILL');
      await this.#exited;
    }
    this.#watch.kill('SIGKILL');
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
