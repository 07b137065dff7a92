// One editor page without a page: the machine, its timers, its journal and a clock that is moved by
// hand. The test decides what becomes of each request.

import { react, start } from '../../../../assets/js/admin/drafts/machine.js';

let keys = 0;

export class Desk {
  constructor(loaded, { now = 1_000_000, luck = () => 0.5 } = {}) {
    this.now = now;
    this.luck = luck;
    this.state = start(loaded);
    this.timers = new Map();
    this.journal = null;
    this.sent = [];
    this.told = [];
    this.changedAt = now;
  }

  do(event) {
    keys += 1;
    const [state, commands] = react(this.state, { now: this.now, luck: this.luck(), freshKey: `key-${keys}`, ...event });
    this.state = state;
    for (const command of commands) {
      this.#obey(command);
    }
    return this;
  }

  type(changes) {
    this.changedAt = this.now;
    return this.do({ type: 'typed', fields: { ...this.state.fields, ...changes } });
  }

  /** Lets time pass; timers ring on their way. */
  pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const [name, at] = [...this.timers].sort((one, other) => one[1] - other[1])[0] ?? [];
      if (name === undefined || at > end) {
        break;
      }
      this.now = Math.max(this.now, at);
      this.timers.delete(name);
      this.do({ type: 'timer', name });
    }
    this.now = end;
    return this;
  }

  /** The request that is under way. */
  get request() {
    return this.state.isUnderWay ? this.state.request : null;
  }

  reply(status, body = {}, more = {}) {
    return this.do({ type: 'answer', key: this.request.key, status, body, ...more });
  }

  /** Gives the request to a store and the answer back, unless it gets lost on its way. */
  deliver(store, { isLost = false } = {}) {
    const { request } = this;
    const { kind, key, version } = request;
    const answer = store.answer(kind, { key, version, body: request });
    return isLost ? this.reply(0) : this.reply(answer.status, structuredClone(answer.body));
  }

  commands(type) {
    return this.told.filter((command) => command.type === type);
  }

  #obey(command) {
    switch (command.type) {
      case 'timer':
        this.timers.set(command.name, command.at);
        break;
      case 'journal':
        this.journal = structuredClone(command.entry);
        break;
      case 'forget':
        this.journal = null;
        break;
      case 'send':
        this.sent.push(structuredClone(command.request));
        break;
      default:
        this.told.push(command);
    }
  }
}
