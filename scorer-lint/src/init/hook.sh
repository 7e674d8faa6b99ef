#!/bin/sh
MARK: a commit that brings a finding at level deny is refused.
# It reads what is staged, and nothing else; `git commit --no-verify` passes it by.
if ! cargo scorer-lint --version > /dev/null 2>&1; then
    echo 'The lint of this hook is not installed: INSTALL, or `git commit --no-verify` this once.' >&2
    exit 1
fi
staged=$(mktemp -d) || exit 1
trap 'rm -rf "$staged"' EXIT
git checkout-index --all --prefix="$staged/" || exit 1
# Git is asked about the copy: with this repository's commits, and the index that is about to be committed.
case ${GIT_INDEX_FILE:-} in
    "" | /*) ;;
    *) export GIT_INDEX_FILE="$PWD/$GIT_INDEX_FILE" ;;
esac
GIT_DIR=$(git rev-parse --absolute-git-dir) || exit 1
export GIT_DIR GIT_WORK_TREE="$staged"
cd "$staged" || exit 1
if git rev-parse --quiet --verify HEAD > /dev/null; then
    COMMAND
else
    # The first commit changes everything.
    FIRST
fi
