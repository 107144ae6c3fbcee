/**
 * An attacker who knows the rules, how many kinds of systems there are, and everything that is published; and who can compute
 * as much as he likes. A world is how many systems there are of each kind.
 */
export interface Attack {
  /** How many kinds of systems there are. */
  readonly kinds: number;
  /** Worlds of up to so many systems. What is published of a world has to tell how many there are, or that there are few. */
  readonly most: number;
  /** Whether a world can be; else all can. */
  readonly isPossible?: (world: World) => boolean;
  publish(world: World): unknown;
  /** The groups of systems that nobody may single out, each as its kinds. */
  readonly groups: readonly (readonly number[])[];
  /** Nobody may learn that a group is so small, but not nobody: the minimum of the definition. */
  readonly minimum: number;
}

export type World = readonly number[];

export interface Leak {
  readonly world: World;
  /** The kind of the system that came after the first of two publications; undefined where there is but one. */
  readonly came: number | undefined;
  readonly group: readonly number[];
  readonly systems: number;
}

const VARIES = -1;

/**
 * What the attacker learns for certain, from each publication, and from each two between which one system came (or, the other
 * way round, went). Of two, the groups are those of the systems in both: what both tell of the one that came is no secret of
 * the others.
 */
export function findLeaks(attack: Attack): Leak[] {
  const worlds = [...worldsOf(attack.kinds, attack.most)].filter((world) => attack.isPossible?.(world) ?? true);
  const seen = new Map<string, number>();
  const published = new Map<string, number>();
  for (const world of worlds) {
    const text = JSON.stringify(attack.publish(world));
    if (!seen.has(text)) seen.set(text, seen.size);
    published.set(world.join(), seen.get(text) ?? 0);
  }
  return [...leaksOf(attack, worlds, published)];
}

function* leaksOf(attack: Attack, worlds: readonly World[], published: ReadonlyMap<string, number>): Generator<Leak> {
  const known = new Map<number, { sizes: number[]; example: Omit<Leak, 'group' | 'systems'> }>();
  const learn = (key: number, world: World, came: number | undefined) => {
    const sizes = attack.groups.map((group) => group.reduce((n, kind) => n + (world[kind] ?? 0), 0));
    const before = known.get(key);
    if (before === undefined) known.set(key, { sizes, example: { world, came } });
    else for (const [i, n] of sizes.entries()) if (before.sizes[i] !== n) before.sizes[i] = VARIES;
  };
  for (const world of worlds) {
    const now = published.get(world.join()) ?? 0;
    learn(now, world, undefined);
    for (const came of world.keys()) {
      const next = published.get(world.with(came, (world[came] ?? 0) + 1).join());
      if (next !== undefined) learn((now + 1) * 2 ** 26 + next, world, came);
    }
  }
  for (const { sizes, example } of known.values())
    for (const [i, systems] of sizes.entries())
      if (systems > 0 && systems < attack.minimum) yield { ...example, group: attack.groups[i] ?? [], systems };
}

/** All worlds of up to so many systems. */
function* worldsOf(kinds: number, most: number): Generator<number[]> {
  if (kinds === 0) {
    yield [];
    return;
  }
  for (let n = 0; n <= most; n++) for (const rest of worldsOf(kinds - 1, most - n)) yield [n, ...rest];
}

/** Each group that can be made of so many kinds, but that of all and that of none. */
export function allGroups(kinds: number): number[][] {
  const numbers = [...Array(kinds).keys()];
  return [...Array(2 ** kinds).keys()].slice(1, -1).map((bits) => numbers.filter((kind) => (bits >> kind) & 1));
}
