#!/bin/sh
# What the page tests need beside the Python environment: Debian's Chromium, axe-core, html-validate.
# Run again at will: what is there stays. Without it those tests are skipped, counted and printed (and fail with CI=true).
set -eu
here=$(cd "$(dirname "$0")/../tests/browser" && pwd)

if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq chromium >/dev/null
  else
    echo "The page tests need Chromium: ask for the package 'chromium' (Debian, Ubuntu: apt-get install chromium)." >&2
  fi
fi

if ! command -v npm >/dev/null; then
  echo "The page tests need Node 20.19 or newer with npm: ask for the packages 'nodejs' and 'npm'." >&2
  exit 0
fi
cd "$here"
if [ ! -f node_modules/.whole ] || [ package-lock.json -nt node_modules/.whole ]; then
  npm ci --silent --no-audit --no-fund --ignore-scripts || npm install --silent --no-save --no-audit --no-fund --ignore-scripts || {
    echo "axe-core and html-validate could not be installed; the page tests will be skipped." >&2
    exit 0
  }
  touch node_modules/.whole
fi
