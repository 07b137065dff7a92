// Sends one file and tells how far it is. The answer is that of the library: an item, or a sentence.

export const MAX_BYTES = 20 * 1024 * 1024;

const PATIENCE_MS = [2_000, 5_000, 15_000];

/** Resolves to `{ item }` or `{ error }`; `progress` is told the part that has arrived, 0 to 1. */
export async function send(file, progress) {
  if (file.size > MAX_BYTES) {
    return { error: "This file is larger than 20 MB. Export it smaller." };
  }
  for (const pause of [...PATIENCE_MS, null]) {
    const answer = await attempt(file, progress);
    if (answer.status !== 503 || pause === null) {
      return read(answer);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return { error: "The site did not take this file. Try again." };
}

function attempt(file, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/admin/media");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) {
        progress(event.loaded / event.total);
      }
    });
    request.addEventListener("load", () => resolve({ status: request.status, text: request.responseText, url: request.responseURL }));
    request.addEventListener("error", () => resolve({ status: 0, text: "", url: "" }));
    const body = new FormData();
    body.append("files", file, file.name || "pasted.png");
    request.send(body);
  });
}

function read({ status, text, url }) {
  let answer = null;
  try {
    answer = JSON.parse(text);
  } catch {
    // Then it is a page, and its status says why.
  }
  const result = answer?.results?.[0];
  if (result?.item) {
    return { item: result.item };
  }
  if (result?.error ?? answer?.error) {
    return { error: result?.error ?? answer.error };
  }
  if (status === 0) {
    return { error: "The site cannot be reached. Check the connection and try again." };
  }
  if (url.includes("/admin/sign-in")) {
    return { error: "You are signed out. Sign in in another tab and try again." };
  }
  return { error: "The site did not take this file. Try again." };
}
