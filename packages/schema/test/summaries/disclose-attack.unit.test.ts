import { describe, expect, it } from 'vitest';
import { type Attack, allGroups, findLeaks, type World } from './attacker.ts';
import * as worlds from './worlds.ts';

const VERSIONS = ['1.0.0', '1.0.1', '2.0.0', '2.1.0'];

/** Worlds with at most so many systems in each of some groups of kinds. */
const atMost =
  (most: number, ...groups: number[][]) =>
  (world: World) =>
    groups.every((group) => worlds.of(world, (kind) => group.includes(kind)) <= most);

/** Worlds with at most so many systems of each kind. */
const upTo = (most: number) => (world: World) => world.every((n) => n <= most);

const leaksOf = (publish: worlds.Publish, attack: Pick<Attack, 'kinds' | 'most' | 'minimum'> & Partial<Attack>) =>
  findLeaks({ groups: allGroups(attack.kinds), publish: (world) => publish(world, attack.minimum), ...attack });

const single = (kinds: number) => [...Array(kinds).keys()].map((kind) => [kind]);

describe('whoever knows the rules, and all that is published on two days, learns of no small group for certain', () => {
  it.each([
    ['a share', worlds.aShare(VERSIONS.slice(0, 3)), { kinds: 4, most: 12, minimum: 2 }],
    ['a share, with a larger minimum', worlds.aShare(VERSIONS.slice(0, 3)), { kinds: 4, most: 17, minimum: 3 }],
    ['a share of more values', worlds.aShare(VERSIONS), { kinds: 5, most: 12, minimum: 2 }],
    ['versions at two levels', worlds.aShare(VERSIONS, ['x.y', 'x.y.z']), { kinds: 5, most: 12, minimum: 2 }],
    ['versions at one level', worlds.aShare(VERSIONS, ['x.y.z']), { kinds: 5, most: 12, minimum: 2 }],
    ['a list of two members', worlds.aList(2), { kinds: 4, most: 14, minimum: 3 }],
    ['a list of three members', worlds.aList(3), { kinds: 8, most: 8, minimum: 2, groups: single(8) }],
    ['unregistered paths', worlds.somePaths(2), { kinds: 4, most: 12, minimum: 2 }],
    ['a map of two keys', worlds.aMap(2, 1), { kinds: 6, most: 10, minimum: 2 }],
    ['a histogram', worlds.aHistogram, { kinds: 4, most: 14, minimum: 3 }],
    ['percentiles', worlds.aHistogram, { kinds: 2, most: 90, minimum: 3 }],
    [
      'flows and ages',
      worlds.someFlows,
      { kinds: 6, most: 14, minimum: 2, isPossible: atMost(7, [0, 1, 2, 3, 4], [3, 4, 5]) },
    ],
    [
      'flows, with a larger minimum',
      worlds.someFlows,
      { kinds: 6, most: 20, minimum: 3, isPossible: (w: World) => atMost(10, [0, 1, 3], [3, 5])(w) && !w[2] && !w[4] },
    ],
    ['a week and its days', worlds.aWeek, { kinds: 3, most: 18, minimum: 3, isPossible: atMost(9, [0, 2], [1, 2]) }],
    [
      'the new systems of a month and its days',
      worlds.newOn(30),
      { kinds: 4, most: 20, minimum: 3, isPossible: upTo(5) },
    ],
    [
      'the new systems of a week and its days',
      worlds.newOn(7),
      { kinds: 4, most: 20, minimum: 3, isPossible: upTo(5) },
    ],
    ['a cross of two by two', worlds.aCross(2, 2), { kinds: 4, most: 16, minimum: 3 }],
    ['a cross of two by three', worlds.aCross(2, 3), { kinds: 6, most: 12, minimum: 2 }],
    [
      'a cross with rows that lack a column',
      worlds.aCross(2, 3, { columns: true }),
      { kinds: 6, most: 10, minimum: 2 },
    ],
    ['a cross with columns that lack a row', worlds.aCross(3, 2, { rows: true }), { kinds: 6, most: 10, minimum: 2 }],
  ])('from %s', (_, publish, attack) => {
    expect(leaksOf(publish, attack)).toEqual([]);
  });
});

describe('the attacker finds what is wrong with', () => {
  const count = (world: World, kind: number) => ({ value: VERSIONS[kind] ?? '', systems: world[kind] ?? 0 });
  const ofShare = { kinds: 4, most: 12, minimum: 2 };

  it('a threshold that is the minimum itself', () => {
    const leaks = leaksOf((world, minimum) => worlds.aShare(VERSIONS.slice(0, 3))(world, minimum - 1), {
      ...ofShare,
      minimum: 3,
    });
    expect(leaks).not.toEqual([]);
  });

  it('rare values that nothing hides among', () => {
    const publish = (world: World, minimum: number) => ({
      shown: [0, 1, 2, 3].map((kind) => count(world, kind)).filter(({ systems }) => systems > minimum),
      all: worlds.total(world),
    });
    expect(leaksOf(publish, ofShare)).not.toEqual([]);
  });

  it('a next smallest that is one of several as small', () => {
    const publish = (world: World, minimum: number) => {
      const shown = world.map((_, kind) => count(world, kind)).toSorted((a, b) => b.systems - a.systems);
      const other = () => worlds.total(world) - shown.reduce((n, { systems }) => n + systems, 0);
      while ((shown.at(-1)?.systems ?? Infinity) <= minimum) shown.pop();
      while (other() > 0 && other() <= minimum && shown.length > 0) shown.pop();
      return { shown, all: worlds.total(world) };
    };
    const leaks = leaksOf(publish, ofShare);
    expect(leaks).not.toEqual([]);
    expect(leaks.filter(({ came }) => came === undefined)).toEqual([]);
  });

  it('two levels that do not know of one another', () => {
    const publish = (world: World, minimum: number) => [
      worlds.aShare(VERSIONS, ['x.y'])(world, minimum),
      worlds.aShare(VERSIONS)(world, minimum),
    ];
    expect(leaksOf(publish, { kinds: 5, most: 12, minimum: 2 })).not.toEqual([]);
  });

  it('neighbouring buckets that are joined until they are enough', () => {
    const publish = (world: World, minimum: number) => {
      const joined: number[][] = [];
      let open: number[] = [];
      for (const kind of world.keys()) {
        open.push(kind);
        if (worlds.of(world, (one) => open.includes(one)) <= minimum) continue;
        joined.push(open);
        open = [];
      }
      const buckets = [...joined.slice(0, -1), [...(joined.at(-1) ?? []), ...open]];
      return buckets.map((kinds) => [kinds, worlds.of(world, (kind) => kinds.includes(kind))]);
    };
    expect(leaksOf(publish, { kinds: 3, most: 12, minimum: 2 })).not.toEqual([]);
  });

  it('flows each of which is held back for itself', () => {
    const publish = (world: World, minimum: number) => [
      worlds.of(world, (kind) => kind < 3),
      worlds.of(world, (kind) => kind > 1),
      world.map((n) => (n > minimum ? n : 0)),
    ];
    expect(leaksOf(publish, { kinds: 4, most: 12, minimum: 2, isPossible: atMost(6, [0, 1, 2], [2, 3]) })).not.toEqual(
      [],
    );
  });

  it('cells that are held back where rows and columns can be added up', () => {
    const publish = (world: World, minimum: number) => [
      world.map((n) => (n > minimum ? n : null)),
      [0, 2].map((row) => worlds.of(world, (kind) => kind === row || kind === row + 1)),
      [0, 1].map((column) => worlds.of(world, (kind) => kind % 2 === column)),
    ];
    expect(leaksOf(publish, { kinds: 4, most: 14, minimum: 2 })).not.toEqual([]);
  });

  it('a week that differs from one of its days by too few', () => {
    const publish = (world: World, minimum: number) => [
      worlds.aWeek(world, minimum),
      worlds.total(world) > minimum ? worlds.total(world) : null,
    ];
    const attack = { kinds: 3, most: 18, minimum: 3, isPossible: atMost(9, [0, 2], [1, 2]) };
    expect(leaksOf(publish, attack)).not.toEqual([]);
  });
});
