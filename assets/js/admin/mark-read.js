// Marks a message as read once it was opened. Without this module the button on the page does it.

const form = document.querySelector("form[data-mark-read]");

if (form) {
  const button = form.querySelector("button");
  const response = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams({ read: "true", quiet: "true" }),
    redirect: "manual",
  }).catch(() => null);

  if (response?.status === 204) {
    button.value = "false";
    button.textContent = "Mark as unread";
    const row = document.querySelector(".mail-row--open");
    row?.classList.remove("mail-row--unread");
    row?.querySelector(".mail-row__who .visually-hidden")?.remove();
    // Only the inbox is counted: a message that was read in another folder changes no number.
    const counts = form.hasAttribute("data-counted") ? document.querySelectorAll("[data-unread]") : [];
    for (const count of counts) {
      const left = Number(count.dataset.unread) - 1;
      if (left > 0) {
        count.dataset.unread = String(left);
        count.firstChild.textContent = String(left);
      } else {
        count.remove();
      }
    }
    if (counts.length > 0) {
      document.title = document.title.replace(/^\((\d+)\) /, (_, unread) => (unread > 1 ? `(${unread - 1}) ` : ""));
    }
  }
}
