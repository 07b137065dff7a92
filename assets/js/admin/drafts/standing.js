// What can be done with something that was never stored is less than with what is. With its first save it
// gets the rest: its history, its links, deleting it. The server knows what there is.

const PARTS = "[data-standing]";

export async function showWhatCanBeDone(form, base) {
  const page = await pageAt(`${base}/edit`);
  if (!page) {
    return;
  }
  // The newest key of the page belongs to the page that asked; only these parts are taken.
  const fresh = page.querySelector(PARTS);
  if (fresh) {
    form.querySelector(PARTS)?.replaceWith(document.adoptNode(fresh));
  }
  for (const other of page.querySelectorAll("form[data-beside]")) {
    if (!document.getElementById(other.id)) {
      form.after(document.adoptNode(other));
    }
  }
}

async function pageAt(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" }, redirect: "manual", cache: "no-store" });
    return response.status === 200 ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch {
    // Then it is there when the page is opened again.
    return null;
  }
}
