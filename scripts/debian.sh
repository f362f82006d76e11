#!/usr/bin/env bash
# The Debian packages that a few tests need beside Python: a browser and LibreOffice to open the audit report
# and to read old documents, a Chinese font, pdftoppm, Tesseract to read scans. As root: scripts/debian.sh. What is installed already is skipped, without a word.
# .ci/run calls it; `make run` and `make test` never do: without these packages the tests are skipped by name.
set -euo pipefail

PACKAGES=(chromium libreoffice-calc libreoffice-writer fonts-noto-cjk poppler-utils tesseract-ocr tesseract-ocr-chi-sim)

missing=()
for package in "${PACKAGES[@]}"; do
	[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
