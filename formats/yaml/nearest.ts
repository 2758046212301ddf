/** Steps (a letter added, left out, replaced, or two swapped) from one word to the other. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a.charAt(row - 1) === b.charAt(column - 1);
      const swapped = a.charAt(row - 1) === b.charAt(column - 2) && a.charAt(row - 2) === b.charAt(column - 1);
      const steps = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped && row > 1 && column > 1 ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
      now.push(steps);
    }
    before = last;
    last = now;
  }
  return last[b.length] ?? 0;
}

/** The word that was most likely meant, or null when none is near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  // A third of the letters may be wrong, two at least, but never all of them.
  let least = Math.min(Math.max(2, Math.floor(word.length / 3)), word.length - 1) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const steps = distance(word.toLowerCase(), candidate.toLowerCase());
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}

/** `did you mean "group_wait"?`, else what there is to choose from. */
export function suggestion(word: string, known: readonly string[]): string {
  const meant = nearest(word.slice(0, 100), known);
  if (meant !== null) return `did you mean "${meant}"?`;
  if (known.length === 0) return 'leave it out';
  const some = known.slice(0, 12).join(', ');
  return `known here: ${some}${known.length > 12 ? ' …' : ''}`;
}
