/** Levenshtein's distance of two short texts: how many UTF-16 units must be put in, taken out or replaced. */
export function editDistance(a: string, b: string): number {
  const units = b.split('');
  let row = units.map((_, j) => j + 1);
  let distance = units.length;
  for (const [i, unit] of a.split('').entries()) {
    let diagonal = i;
    distance = i + 1;
    row = row.map((above, j) => {
      const change = diagonal + (unit === units[j] ? 0 : 1);
      diagonal = above;
      distance = Math.min(above + 1, distance + 1, change);
      return distance;
    });
  }
  return distance;
}
