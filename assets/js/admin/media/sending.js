// Sends one file and tells how far it is. The answer is that of the library: an item, or a sentence.

export const MAX_BYTES = 20 * 1024 * 1024;

const PATIENCE_MS = [2_000, 5_000, 15_000];

/**
 * Resolves to `{ item }` or `{ error }`; `progress` is told the part that has arrived, 0 to 1. An error
 * that goes away by itself has a `trouble`: `offline`, `signed-out` or `busy`. A `signal` gives it up.
 */
export async function send(file, progress, { signal = null } = {}) {
  if (file.size > MAX_BYTES) {
    return { error: "This file is larger than 20 MB. Export it smaller." };
  }
  for (const pause of [...PATIENCE_MS, null]) {
    const answer = await attempt(file, progress, signal);
    if (answer.status !== 503 || pause === null || signal?.aborted) {
      return read(answer);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return { error: "The site did not take this file. Try again.", trouble: "busy" };
}

function attempt(file, progress, signal) {
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
    for (const end of ["error", "abort"]) {
      request.addEventListener(end, () => resolve({ status: 0, text: "", url: "" }));
    }
    signal?.addEventListener("abort", () => request.abort());
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
  if (status === 401 || url.includes("/admin/sign-in")) {
    return { error: "You are signed out. Sign in and try again.", trouble: "signed-out" };
  }
  const result = answer?.results?.[0];
  if (result?.item) {
    return { item: result.item };
  }
  if (result?.error ?? answer?.error) {
    return { error: result?.error ?? answer.error };
  }
  if (status === 0) {
    return { error: "The site cannot be reached. Check the connection and try again.", trouble: "offline" };
  }
  return { error: "The site did not take this file. Try again.", trouble: "busy" };
}
