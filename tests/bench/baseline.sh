#!/usr/bin/env bash
# Measures Rasa's own default pipeline (with TensorFlow) on our training data and held-out questions.
#
# Usage: bash tests/bench/baseline.sh UV [options of tests.bench.baseline]
#
# The environment is for this comparison only and takes about 3 GB. It is not part of the product, so its packages
# are not pinned by hash; only Rasa itself has an exact version, the one the assistant uses.
set -euo pipefail
cd "$(dirname "$0")/../.."

uv=${1:?"Tell where uv is: bash tests/bench/baseline.sh UV"}
shift

"$uv" venv --quiet --allow-existing --python 3.10 .venv-baseline
# setuptools 81 took away pkg_resources, which Rasa 3.6 imports.
"$uv" pip install --quiet --python .venv-baseline/bin/python "rasa==3.6.21" "setuptools<81"

exec nice -n 10 .venv/bin/python -m tests.bench.baseline "$@"
