// What was deleted in another window while somebody wrote on here.

import { button, make, timeId } from "./make.js";

export function offerNewHome(form, driver, journal) {
  driver.on("gone", () => {
    const { noun, list } = form.dataset;
    const keep = async () => {
      const id = timeId();
      driver.base = `${list}/${id}`;
      form.action = driver.base;
      journal.moveTo(id);
      driver.do({ type: "moved" });
      driver.do({ type: "settle", id: "moved" });
    };
    const panel = make(
      "section",
      { class: "conflict differences", role: "alert", tabindex: "-1", "data-gone": true },
      make("h2", {}, `This ${noun} was deleted in another window`),
      make("p", {}, "Nothing that you typed is lost: it is here and on this machine. You can go on writing."),
      make("div", { class: "differences__acts" }, button(`Keep it as a new ${noun}`, keep, { look: "button--primary" }), make("a", { class: "button", href: list }, "Look among the deleted")),
    );
    form.querySelector("[data-editor-notes]").append(panel);
  });
  driver.on("go", ({ id }) => {
    if (id === "moved") {
      location.assign(`${driver.base}/edit`);
    }
  });
  driver.on("state", ({ phase }) => {
    if (phase !== "gone") {
      form.querySelector("[data-gone]")?.remove();
    }
  });
}
