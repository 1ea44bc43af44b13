#!/bin/sh
# Brings a git work tree to one commit, with its submodules. Goes on from wherever an earlier run was killed.
# $1 work tree, there and writable   $2 source   $3 commit, or the beginning of one
# Exit 3: no such commit. Exit 4: somebody else's git is at work in it.
set -eu
tree=$1
source=$2
commit=$3

step() {
  printf '== %s\n' "$*"
}

# Only this job works here, so a lock is either stale or somebody else's.
remove_stale_locks() {
  [ -n "$(find .git -type f -name '*.lock' -print)" ] || return 0
  for process in /proc/[0-9]*; do
    case "$(readlink "$process/exe" 2>/dev/null || :)" in
      */git | */git-*)
        case "$(readlink "$process/cwd" 2>/dev/null || :)/" in
          "$tree"/*) exit 4 ;;
        esac
        ;;
    esac
  done
  find .git -type f -name '*.lock' -delete
}

# A clone of a submodule that was killed has no commit yet, and git would not go on with it.
remove_half_cloned_submodules() {
  [ -d .git/modules ] || return 0
  find .git/modules -type d -name objects -prune -print | while read -r objects; do
    modules=${objects%/objects}
    git --git-dir="$modules" rev-parse --quiet --verify 'HEAD^{commit}' >/dev/null 2>&1 || {
      step "clone $modules anew"
      rm -rf -- "$modules"
    }
  done
  find . -path ./.git -prune -o -type f -name .git -print | while read -r link; do
    tree_of=$(dirname "$link")
    git -C "$tree_of" rev-parse --git-dir >/dev/null 2>&1 || {
      # A clone wants an empty folder; what lies in this one is kept, as nobody can tell edits any more.
      rm -f -- "$link"
      mkdir -p .git/lotusflow/aside
      rmdir "$tree_of" 2>/dev/null || mv -- "$tree_of" ".git/lotusflow/aside/$(basename "$tree_of").$$"
      mkdir -p "$tree_of"
    }
  done
}

wanted() {
  git rev-parse --quiet --verify "$commit^{commit}" && git rev-list --objects --no-walk --quiet "$commit" 2>/dev/null
}

cd -- "$tree"
# First, as an init that was killed leaves one that the next stumbles over.
[ ! -d .git ] || remove_stale_locks
git init --quiet
mkdir -p .git/lotusflow
rm -f .git/lotusflow/complete
find .git -type f -name 'tmp_*' -path '*/objects/*' -delete
git remote add origin "$source" 2>/dev/null || git remote set-url origin "$source"

# A fetch that was killed may have brought all objects and none of the tags and branches.
if [ -e .git/lotusflow/fetching ] || ! wanted >/dev/null; then
  step fetch "$source"
  : > .git/lotusflow/fetching
  git fetch --progress --force --tags origin '+refs/heads/*:refs/remotes/origin/*'
  # A commit that no branch or tag holds must be asked for by itself.
  wanted >/dev/null || git fetch --progress origin "$commit" || exit 3
  rm -f .git/lotusflow/fetching
fi
want=$(wanted) || exit 3

step checkout "$want"
printf '%s\n' "$want" > .git/lotusflow/moving-to
remove_half_cloned_submodules
git checkout --progress --force --detach "$want"
step submodules
git submodule --quiet sync --recursive
git submodule update --init --recursive --force --progress
