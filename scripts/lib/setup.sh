# Sourced by every script here. Gives this clone the right Node, its packages and its build.
# shellcheck shell=bash
#
# Node 24 is required (docs/decisions/runtime.md). Where the machine has another one, the pinned build from
# the npm registry goes into the ignored folder .runtime/ and first in PATH; nothing outside the clone changes.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
node_pin="24.21.0"

say() { printf '%s\n' "$*" >&2; }

# the comment at the head of the script that sources this
usage() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; }

setup_node() {
  if [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null)" = 24 ]; then return; fi
  command -v npm >/dev/null || { say "npm is needed for set-up and was not found. Install Node.js with npm, then run this again."; return 1; }
  local arch
  case "$(uname -m)" in
    x86_64) arch=x64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) say "No Node build is known for $(uname -m). Install Node 24 by hand, then run this again."; return 1 ;;
  esac
  local dir="$root/.runtime/node_modules/node-linux-$arch"
  if [ "$("$dir/bin/node" --version 2>/dev/null)" != "v$node_pin" ]; then
    say "Fetching Node $node_pin into .runtime (once, about 190 MB) ..."
    mkdir -p "$root/.runtime"
    printf '{"private":true,"name":"runtime"}\n' >"$root/.runtime/package.json"
    (cd "$root/.runtime" && npm install --no-save --loglevel=error --ignore-scripts "node-linux-$arch@$node_pin" >&2)
  fi
  export PATH="$dir/bin:$PATH"
  # native packages must be built against this Node's headers, whatever the machine's npmrc says
  export npm_config_nodedir="$dir"
}

# A stamp holds what the last run was made from, so that a second run costs nothing.
stamp_of() { (cd "$root" && cat "$@" 2>/dev/null && node --version) | sha256sum | cut -d' ' -f1; }

setup_packages() {
  local want
  want="$(stamp_of package.json package-lock.json)"
  if [ "$(cat "$root/node_modules/.stamp" 2>/dev/null)" = "$want" ]; then return; fi
  say "Installing packages (npm ci) ..."
  (cd "$root" && npm ci --loglevel=error >&2)
  # tap's set of plugins was built into the packages that have just been replaced
  rm -rf "$root/.tap"
  printf '%s' "$want" >"$root/node_modules/.stamp"
}

setup_build() {
  local want
  want="$(cd "$root" && find src web-ui package.json tsconfig.json -type f -not -path '*/node_modules/*' -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)"
  if [ "$(cat "$root/dist/.stamp" 2>/dev/null)" = "$want" ]; then return; fi
  say "Building ..."
  # a renamed module must not live on in the build
  rm -rf "$root/dist"
  (cd "$root" && npm run --silent build >&2)
  printf '%s' "$want" >"$root/dist/.stamp"
}

setup_all() { setup_node && setup_packages && setup_build; }

# the demo, broken at a step: then that very step must fail (exit 1; 2 when another one did)
breaks() {
  local rc=0
  node scripts/demo-parts/main.ts --exit --break "$1" || rc=$?
  [ "$rc" = 1 ]
}
