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

const running = new Set();

// A test run that is ended early must leave no server behind. The program stops its database when it
// is asked politely, so it is not killed outright.
process.on('exit', () => running.forEach((child) => child.kill('SIGTERM')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => process.exit(1));
}

/** Starts a fresh site with the starter content, and waits until it says where it is. */
export async function startSite() {
  await stat(PROGRAM).catch(() => {
    throw new Error(`${PROGRAM} does not exist: build it with cargo build -p plinth, or name it in PLINTH_BINARY`);
  });
  const directory = await mkdtemp(path.join(tmpdir(), 'plinth-browser-'));
  // Started by root, the database runs as another user, who has to reach its files.
  await chmod(directory, 0o755);
  // Port 0 takes a free port in one step, so that no other program can take it in between.
  const child = spawn(PROGRAM, ['serve', '--listen', '127.0.0.1:0', '--data-dir', path.join(directory, 'data')], {
    cwd: directory,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const site = new Site(child, directory);
  try {
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
  #output = '';
  #log = '';
  #exited;

  constructor(child, directory) {
    this.#child = child;
    this.#directory = directory;
    child.stdout.setEncoding('utf8').on('data', (text) => (this.#output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (this.#log += text));
    this.#exited = once(child, 'exit').then(([code, signal]) => {
      running.delete(child);
      return code ?? signal;
    });
    this.#exited.catch(() => {});
  }

  /** Reads the console until the set-up link stands at the end of a line. */
  async ready() {
    const alarm = AbortSignal.timeout(START_PATIENCE_MS);
    const gone = this.#exited.then((code) => {
      throw new Error(`the program ended with ${code} while starting\n${this.transcript()}`);
    });
    gone.catch(() => {});
    while (!this.setupLink) {
      await Promise.race([once(this.#child.stdout, 'data', { signal: alarm }), gone]).catch((error) => {
        throw alarm.aborted ? new Error(`the site did not start in time\n${this.transcript()}`) : error;
      });
      this.setupLink = /\s(http:\/\/localhost:\d+\/admin\/setup\/\S+)\n/.exec(this.#output)?.[1];
    }
    this.url = new URL(this.setupLink).origin;
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
    if (running.has(this.#child)) {
      this.#child.kill('SIGKILL');
      await this.#exited;
    }
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
