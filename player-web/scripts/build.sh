#!/bin/sh
# Entry of the Maven build: says what to install when Node.js is missing, then hands over to build.mjs.
set -eu
cd "$(dirname "$0")/.."
if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  echo "player-web needs Node.js 20.19 or later with npm on PATH (https://nodejs.org); node or npm was not found." >&2
  exit 1
fi
exec node scripts/build.mjs "$@"
