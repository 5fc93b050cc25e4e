/**
 * Patterns for files, as configuration files write them: `*` and `?` inside a name, `**` over folders, `{a,b}` for
 * alternatives. Matching takes at most (length of pattern) x (length of path) steps: patterns come from cloned folders.
 */

/** Alternatives that one pattern may spread into; more are not looked at. */
const maxAlternatives = 64;

/**
 * True when `path` matches. Paths are relative to the pattern's folder, with `/` between names. A pattern without `/`
 * matches the name of a file in any folder; one that matches a folder matches everything below it.
 */
export function matchesGlob(pattern: string, path: string): boolean {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  return expandBraces(pattern).some((alternative) => matchesPlain(alternative, names));
}

function matchesPlain(pattern: string, names: readonly string[]): boolean {
  const trimmed = pattern.replace(/^\.?\//, '');
  const parts = trimmed.split('/').filter((part) => part !== '');
  if (parts.length === 0) return false;
  const isAnchored = parts.length > 1 || pattern.startsWith('/') || pattern.startsWith('./');
  return matchesNames(isAnchored ? parts : ['**', ...parts], names);
}

/** Does the pattern match the names, or the first of them (a folder above)? */
function matchesNames(parts: readonly string[], names: readonly string[]): boolean {
  // reach[j]: the parts so far match the first j names.
  let reach = names.map(() => false);
  reach.unshift(true);
  for (const part of parts) {
    const next = reach.map(() => false);
    if (part === '**') {
      let open = false;
      reach.forEach((here, j) => {
        open ||= here;
        next[j] = open;
      });
    } else {
      for (let j = 0; j < names.length; j++) if (reach[j] && matchesName(part, names[j]!)) next[j + 1] = true;
    }
    reach = next;
  }
  const isEverythingBelow = parts[parts.length - 1] === '**';
  return isEverythingBelow ? reach[names.length]! : reach.some((here, j) => here && j > 0);
}

/** `*` and `?` in one name; a step back goes to the last `*` only, so the cost is bounded. */
function matchesName(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let retry = 0;
  while (n < name.length) {
    const c = pattern[p];
    if (c === '*') {
      star = p++;
      retry = n;
    } else if (c !== undefined && (c === '?' || c === name[n])) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++retry;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** `a{b,c}d` as `abd` and `acd`; a brace without its partner stands for itself. */
function expandBraces(pattern: string): string[] {
  const done: string[] = [];
  const open = [pattern];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const close = next.indexOf('}');
    const start = close < 0 ? -1 : next.lastIndexOf('{', close);
    if (start < 0) {
      done.push(next);
      if (done.length >= maxAlternatives) break;
      continue;
    }
    const choices = next
      .slice(start + 1, close)
      .split(',')
      .slice(0, maxAlternatives);
    for (const choice of choices.reverse()) open.push(next.slice(0, start) + choice + next.slice(close + 1));
    if (open.length > maxAlternatives) open.splice(0, open.length - maxAlternatives);
  }
  return done;
}
