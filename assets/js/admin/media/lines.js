// A line of the list of uploads: the name, how far it is, what became of it, a place for alt text.

const make = (name, className, text) => {
  const element = document.createElement(name);
  element.className = className;
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
};

export function line(file) {
  const element = make("li", "upload-line");
  const name = make("span", "upload-line__name", file.name);
  name.dir = "auto";
  const state = make("span", "upload-line__state", "waiting");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Upload of ${file.name}`);
  element.append(name, state, bar);

  return {
    element,
    progress(part) {
      bar.value = part;
      state.textContent = part < 1 ? `${Math.floor(part * 100)} %` : "being looked at";
    },
    refused(reason) {
      bar.remove();
      element.classList.add("upload-line--refused");
      state.textContent = "refused";
      element.append(make("p", "upload-line__words", reason));
    },
    stored(item) {
      bar.remove();
      state.textContent = item.is_new ? "stored" : "was there already";
      const link = make("a", "upload-line__name", item.name);
      link.href = item.edit_href;
      name.replaceWith(link);
      element.classList.add("upload-line--stored");
      if (item.kind === "picture" && !item.alt && !item.is_decorative) {
        element.append(altForm(item));
      }
    },
  };
}

function altForm(item) {
  const form = make("form", "upload-line__alt");
  form.method = "post";
  form.action = `/admin/media/${item.id}/text`;
  const id = `alt-${item.id}`;
  const label = make("label", "visually-hidden", `Alt text of ${item.name}`);
  label.htmlFor = id;
  const input = make("input", "input");
  Object.assign(input, { id, name: "alt", maxLength: 500, placeholder: "What does it show?", dir: "auto", required: true });
  const save = make("button", "button button--small", "Save alt text");
  const decorative = make("button", "button button--small button--quiet", "It is decorative");
  decorative.type = "button";
  form.append(label, input, save, decorative);
  const told = make("p", "upload-line__words");
  told.setAttribute("role", "status");
  form.append(told);

  const store = async (fields) => {
    const body = new URLSearchParams({ version: String(item.version), ...fields });
    const headers = { Accept: "application/json" };
    const response = await fetch(form.action, { method: "POST", body, headers }).catch(() => null);
    const answer = await response?.json().catch(() => null);
    if (response?.ok && answer) {
      form.replaceWith(make("p", "upload-line__words", answer.is_decorative ? "Decorative." : `Alt text: ${answer.alt}`));
    } else {
      told.textContent = answer?.error ?? "The site cannot be reached. Try again.";
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    store({ alt: input.value });
  });
  decorative.addEventListener("click", () => store({ alt: "", is_decorative: "true" }));
  return form;
}
