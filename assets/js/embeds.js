// Videos of other sites. Until the reader presses the button, nothing is asked of anyone else;
// without this script the figure is a link to the video's page.

/** The address of the player for a video's page, or null if it is not one that we know. */
export const playerOf = (address) => {
  let page;
  try {
    page = new URL(address);
  } catch {
    return null;
  }
  if (page.protocol !== "https:" && page.protocol !== "http:") return null;
  const parts = page.pathname.split("/").filter(Boolean);
  switch (page.hostname) {
    case "youtube.com":
    case "www.youtube.com":
    case "m.youtube.com":
    case "www.youtube-nocookie.com":
      if (parts.length === 1 && parts[0] === "watch") {
        return youtube(page.searchParams.get("v"), page);
      }
      return parts.length === 2 && ["shorts", "embed", "live"].includes(parts[0])
        ? youtube(parts[1], page)
        : null;
    case "youtu.be":
      return parts.length === 1 ? youtube(parts[0], page) : null;
    case "vimeo.com":
    case "www.vimeo.com":
      return parts.length <= 2 ? vimeo(parts[0], parts[1]) : null;
    case "player.vimeo.com":
      return parts.length === 2 && parts[0] === "video"
        ? vimeo(parts[1], page.searchParams.get("h") ?? undefined)
        : null;
    default:
      return null;
  }
};

const youtube = (id, page) => {
  if (!/^[\w-]{11}$/.test(id ?? "")) return null;
  const player = new URL(`https://www.youtube-nocookie.com/embed/${id}`);
  player.searchParams.set("autoplay", "1");
  const start = /^(\d{1,6})s?$/.exec(page.searchParams.get("t") ?? page.searchParams.get("start") ?? "");
  if (start) player.searchParams.set("start", start[1]);
  return { host: "youtube-nocookie.com", address: player.href };
};

const vimeo = (id, key) => {
  if (!/^\d{1,12}$/.test(id ?? "")) return null;
  if (key !== undefined && !/^[A-Za-z0-9]{1,32}$/.test(key)) return null;
  const player = new URL(`https://player.vimeo.com/video/${id}`);
  player.searchParams.set("autoplay", "1");
  player.searchParams.set("dnt", "1");
  if (key !== undefined) player.searchParams.set("h", key);
  return { host: "player.vimeo.com", address: player.href };
};

const frameOf = (player, title) => {
  const frame = document.createElement("iframe");
  frame.className = "embed__frame";
  frame.title = title;
  frame.allow = "autoplay; fullscreen; picture-in-picture";
  // The player refuses an address that says nothing of where it stands.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = player.address;
  return frame;
};

const offer = (figure) => {
  const link = figure.querySelector("a[href]");
  const player = link && playerOf(link.href);
  if (!player || figure.querySelector("button")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button embed__load";
  button.textContent = `Load the video from ${player.host}`;
  button.addEventListener("click", () => {
    const words = link.textContent.trim();
    const frame = frameOf(player, words === link.href ? "Video" : words);
    // The link stays below the player, for whom the player does not work.
    button.replaceWith(frame);
    frame.focus();
  });
  figure.prepend(button);
};

if (globalThis.document) {
  for (const figure of document.querySelectorAll(".prose figure.embed")) offer(figure);
}
