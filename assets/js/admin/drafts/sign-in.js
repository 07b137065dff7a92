// Signing in again without leaving the page. The dialog does not take the keyboard away from whoever
// writes: it waits in a corner until somebody goes there.

import { button, make } from "./make.js";

const ADDRESS = "/admin/sign-in";

export function offerSignIn(form, driver) {
  let dialog = null;
  // Asked for by an upload, of which the state of the text knows nothing.
  let isForUpload = false;

  const open = () => {
    dialog ??= build(driver, ({ isIn }) => {
      dialog = null;
      isForUpload = false;
      if (isIn) {
        form.dispatchEvent(new CustomEvent("plinth:signed-in"));
      }
    });
    return dialog;
  };
  driver.on("sign-in", open);
  form.addEventListener("plinth:signed-out", () => {
    isForUpload = true;
    open();
  });
  form.querySelector("[data-sign-in]").addEventListener("click", () => {
    const fields = [...open().querySelectorAll("input")];
    (fields.find((field) => field.value === "") ?? fields[0]).focus();
  });
  // Somebody signed in elsewhere, and the next request went through.
  driver.on("state", (state) => {
    if (dialog && !isForUpload && state.trouble !== "signed-out") {
      dialog.remove();
      dialog = null;
    }
  });
}

function build(driver, closed) {
  const cameFrom = document.activeElement;
  const problem = make("p", { class: "field__error", role: "alert", id: "sign-in-problem" });
  const who = document.querySelector("[data-account]")?.textContent.trim() ?? "";
  const email = field("email", "E-mail address", { type: "email", autocomplete: "username", value: who });
  const password = field("password", "Password", { type: "password", autocomplete: "current-password" });
  const close = ({ isIn = false } = {}) => {
    const hadFocus = dialog.contains(document.activeElement);
    dialog.remove();
    closed({ isIn });
    if (hadFocus) {
      (cameFrom?.isConnected ? cameFrom : document.querySelector("[data-markdown]"))?.focus();
    }
  };
  const submit = make("button", { type: "submit", class: "button button--primary" }, "Sign in");
  const inner = make(
    "form",
    { class: "sign-in", method: "post", action: ADDRESS, novalidate: true },
    make("h2", { id: "sign-in-title" }, "You were signed out"),
    make("p", {}, "Nothing is lost. Sign in here, and your text is saved where you are; you can go on writing until then."),
    problem,
    email,
    password,
    make("div", { class: "sign-in__acts" }, submit, button("Later", () => close(), { look: "button--quiet" })),
  );
  // Not through show(), which would take the focus.
  const dialog = make("dialog", { class: "sign-in-dialog", open: true, "aria-labelledby": "sign-in-title" }, inner);
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
    }
  });
  inner.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    const outcome = await signIn(new FormData(inner));
    submit.disabled = false;
    if (outcome.isIn) {
      close({ isIn: true });
      driver.do({ type: "resume" });
      return;
    }
    problem.textContent = outcome.message;
    const wrong = password.querySelector("input");
    wrong.setAttribute("aria-invalid", "true");
    wrong.setAttribute("aria-describedby", problem.id);
    wrong.focus();
    wrong.select();
  });
  document.body.append(dialog);
  return dialog;
}

function field(name, label, attributes) {
  const id = `sign-in-${name}`;
  const input = make("input", { class: "input", id, name, required: true, dir: "auto", ...attributes });
  return make("div", { class: "field" }, make("label", { for: id }, label), input);
}

async function signIn(data) {
  const body = new URLSearchParams({ email: data.get("email"), password: data.get("password"), next: "" });
  try {
    const response = await fetch(ADDRESS, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    if (response.status === 204) {
      return { isIn: true };
    }
    const { message } = await response.json();
    return { message };
  } catch {
    return { message: "The site did not answer. Try again in a moment." };
  }
}
