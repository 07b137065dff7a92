// Drives the machine: real time, real keys, real requests. Everything else on the page listens.

import { carry } from "./courier.js";
import { react, start } from "./machine.js";
import { timeId } from "./make.js";

export class Driver extends EventTarget {
  #timers = new Map();
  #journal;

  constructor({ base, journal, loaded }) {
    super();
    this.base = base;
    this.#journal = journal;
    this.isKept = true;
    this.state = start(loaded);
  }

  /** Tells the machine what happened, and does what it says. */
  do(event) {
    const surroundings = { now: Date.now(), luck: Math.random(), freshKey: timeId() };
    const [state, commands] = react(this.state, { ...surroundings, ...event });
    this.state = state;
    for (const command of commands) {
      this.#obey(command);
    }
    this.#tell("state", state);
  }

  /** The machine's commands that concern the page, and every new state, come as events. */
  on(type, listener) {
    this.addEventListener(type, (event) => listener(event.detail));
  }

  #obey(command) {
    switch (command.type) {
      case "timer":
        this.#setTimer(command);
        break;
      case "send":
        this.#send(command);
        break;
      case "journal":
        this.isKept = this.#journal.write(command.entry);
        break;
      case "forget":
        this.#journal.forget();
        this.isKept = true;
        break;
      default:
        this.#tell(command.type, command);
    }
  }

  #setTimer({ name, at }) {
    clearTimeout(this.#timers.get(name));
    const timer = setTimeout(() => this.do({ type: "timer", name }), Math.max(0, at - Date.now()));
    this.#timers.set(name, timer);
  }

  async #send({ request, isLast }) {
    const answer = await carry(this.base, request, { isLast });
    this.do({ type: "answer", key: request.key, ...answer });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
