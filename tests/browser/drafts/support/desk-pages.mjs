// The two pages that the small server shows: the editor, with the hooks of its template, and the
// public page of an article, with its structure.

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export function editorPage({ id, fields, version, savedAt = '', theirs = null }) {
  const base = `/admin/articles/${id}`;
  const saved = version === 0 ? 'Nothing to save yet' : `Saved <time datetime="${savedAt}">12:00</time>`;
  return `<!doctype html>
<html lang="en" data-area="admin">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Editor</title>
<link rel="icon" href="/assets/img/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/css/admin.css">
<script src="/assets/js/theme.js"></script>
<script type="module" src="/assets/js/admin/unsaved.js"></script>
</head>
<body class="panel">
<a class="skip-link" href="#work">Skip to the work</a>
<header class="panel-bar"><a class="panel-name" href="/admin">A site</a></header>
<nav class="panel-nav" aria-label="Panel">
<ul class="panel-nav__list"><li><a href="/admin/articles" aria-current="page">Articles</a></li></ul>
<div class="panel-nav__foot">
<p class="panel-nav__who">Signed in as<br><span data-account>owner@example.org</span></p>
<button class="theme-switch" type="button" data-theme-toggle hidden>Change theme</button>
<form method="post" action="/admin/sign-out"><button class="button button--quiet" type="submit">Sign out</button></form>
</div>
</nav>
<main class="work" id="work" tabindex="-1">
<form class="editor" id="the-form" method="post" action="${base}" novalidate data-editor data-kind="article" data-id="${id}" data-noun="article" data-base="${base}" data-list="/admin/articles" data-version="${version}" data-warn-unsaved${theirs ? ' data-unsaved data-conflict' : ''}>
<input type="hidden" name="version" value="${version}">
<input type="hidden" name="save_key" value="key">
<header class="editor__bar">
<div class="editor__where"><p class="editor__place"><a href="/admin/articles">Articles</a></p>
<h1 class="editor__heading" dir="auto" data-heading>${escaped(fields.title) || 'Untitled article'}</h1></div>
<div class="editor__state">
<span class="state state--draft" data-status-word>Draft</span>
<span class="editor__note" data-status-changes hidden>Unpublished changes</span>
<span class="editor__note" data-status-difference hidden>The scheduled text differs</span>
<p class="editor__saved" data-save-state>${saved}</p>
<button class="button button--quiet editor__sign-in" type="button" data-sign-in hidden>Sign in</button>
<p class="visually-hidden" role="status" data-save-aloud></p>
</div>
<div class="editor__acts">
<button class="button button--quiet" type="submit" name="intent" value="save">Save</button>
<a class="button button--quiet" href="${base}/preview" data-preview-link>Preview</a>
<button class="button button--quiet" type="button" aria-controls="preview" aria-expanded="false" data-preview-toggle hidden>Preview</button>
<details class="drawer" data-drawer><summary class="button button--quiet drawer__handle">Settings</summary>
<div class="drawer__panel"><section class="drawer__part" aria-label="About the article">
<div class="field field--excerpt"><label for="field-excerpt">Excerpt</label>
<textarea class="input input--area" id="field-excerpt" name="excerpt" rows="3" dir="auto" data-field autocomplete="off">
${escaped(fields.excerpt)}</textarea></div>
<div class="drawer__acts"><button class="button" type="submit" name="intent" value="discard" data-discard hidden>Discard</button>
<button class="button button--small" type="submit" form="duplicate-form">Duplicate</button></div>
</section></div></details>
<button class="button button--primary" type="submit" name="intent" value="publish" data-publish>Publish</button>
</div>
</header>
${theirs ? conflict(fields, theirs) : ''}
<div class="editor__notes" data-editor-notes></div>
<div class="editor__desk" data-desk>
<div class="editor__write" id="write" data-write>
<div class="field field--title"><label for="field-title">Title</label>
<input class="input" id="field-title" name="title" type="text" value="${escaped(fields.title)}" dir="auto" data-field autocomplete="off"></div>
<div class="field field--body"><label for="field-body">Text</label>
<textarea class="input input--prose" id="field-body" name="body" rows="22" dir="auto" spellcheck="true" data-markdown data-field autocomplete="off">
${escaped(fields.body)}</textarea></div>
</div>
<section class="editor__preview" id="preview" data-preview aria-label="Preview" hidden></section>
</div>
</form>
<form method="post" action="${base}/copies" id="duplicate-form" data-beside hidden></form>
</main>
<script type="module" src="/assets/js/admin/drafts/editor.js"></script>
</body>
</html>`;
}

// What the program shows to whoever saved without a script on an older version.
function conflict(mine, theirs) {
  const differing = Object.keys(mine).filter((name) => mine[name] !== theirs[name]);
  return `<section class="conflict differences" id="problems" role="alert" tabindex="-1" autofocus data-takes-focus data-page-conflict>
<h2>This was saved somewhere else while you were writing</h2>
<button class="button" type="submit" form="the-form" name="intent" value="save">Save mine</button>
<button class="button" type="submit" form="the-form" name="intent" value="take-theirs">Take theirs</button>
${differing.map((name) => `<label for="theirs-${name}">Saved meanwhile</label><textarea class="difference__text" id="theirs-${name}" data-theirs="${name}" readonly>\n${escaped(theirs[name])}</textarea>`).join('\n')}
</section>`;
}

/** Enough of Markdown to see headings, code and links. */
function rendered(markdown) {
  return markdown
    .split(/\n{2,}/)
    .map((block) => {
      const heading = /^(#{1,6}) (.*)$/.exec(block);
      if (heading) {
        const level = heading[1].length;
        return `<h${level} id="${heading[2].toLowerCase().replaceAll(' ', '-')}">${escaped(heading[2])}</h${level}>`;
      }
      if (block.startsWith('\`\`\`')) {
        return `<pre><code>${escaped(block.replaceAll(/^\`\`\`.*$/gm, ''))}</code></pre>`;
      }
      return `<p>${escaped(block).replaceAll(/\[([^\]]*)\]\(([^)]*)\)/g, '<a href="$2">$1</a>')}</p>`;
    })
    .join('\n');
}

export function publicPage(fields) {
  return `<!doctype html>
<html lang="en" data-area="public">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(fields.title)}</title>
<script src="/assets/js/theme.js"></script>
<link rel="stylesheet" href="/assets/css/public.css">
</head>
<body>
<aside class="preview-banner">Preview</aside>
<main id="main" tabindex="-1">
<article class="article">
<header class="page page-top article__top"><h1 dir="auto">${escaped(fields.title)}</h1></header>
<div class="page article__grid"><div class="prose article__prose" dir="auto">
${rendered(fields.body)}
</div></div>
</article>
<script type="module" src="/assets/js/reader.js"></script>
</main>
</body>
</html>`;
}
