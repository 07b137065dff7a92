// Carries requests to the server. Whatever happens on the way becomes an answer with a status;
// 0 is no answer.

const PATIENCE_MS = 30_000;
// A browser refuses to go on sending more than 64 KB for a page that is gone.
const MOST_AFTER_THE_PAGE = 60_000;

/** The answer to a request of the machine. */
export async function carry(base, request, { isLast = false } = {}) {
  const { address, body } = parcel(base, request);
  const text = JSON.stringify(body);
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "If-Match": `"${request.version}"`,
        "Idempotency-Key": request.key,
      },
      body: text,
      keepalive: isLast && new Blob([text]).size < MOST_AFTER_THE_PAGE,
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    // Being led elsewhere means being led to the door.
    if (response.type === "opaqueredirect") {
      return { status: 401 };
    }
    return await understood(response);
  } catch {
    return { status: 0 };
  }
}

function parcel(base, request) {
  const { kind, fields, reason, base: before, mine, choice } = request;
  switch (kind) {
    case "draft":
      return { address: `${base}/draft`, body: { fields, reason } };
    case "merge":
      return { address: `${base}/draft/merge`, body: { base: before, mine } };
    default:
      return { address: `${base}/draft/choice`, body: { choice, mine } };
  }
}

async function understood(response) {
  const { status } = response;
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  const body = await response.json().catch(() => null);
  // An answer that is not ours, as of a network that wants a password first, is none.
  const isOurs =
    (status !== 200 || Number.isInteger(body?.version)) &&
    (status !== 409 || typeof body?.fields === "object") &&
    (status !== 404 || body?.error === "gone");
  return { status: isOurs ? status : 0, body, retryAfter };
}
