import type { Definition } from '@heliograph/schema';
import type { Weighted } from './partition.ts';

/** A version of a product: from its day on more and more systems run it, and fewer those before it. */
export interface Release {
  readonly version: string;
  readonly on: string;
  /** Which part of the systems moves to it in the end: less for a bad one. */
  readonly appeal?: number;
}

/** What makes the values of a figure. */
export type Model =
  | { readonly kind: 'systems' }
  | { readonly kind: 'age' }
  | { readonly kind: 'versions'; readonly releases: readonly Release[]; readonly absent: number }
  /** Keys with versions, each used by a part of the systems that moves from `first` to `last`. */
  | { readonly kind: 'map'; readonly keys: readonly UsedKey[] }
  | { readonly kind: 'list'; readonly members: readonly Use[] }
  /** Values whose weights move from `first` to `last`. */
  | { readonly kind: 'values'; readonly values: readonly Use[]; readonly absent: number }
  /** Numbers whose logarithms are normally distributed. */
  | { readonly kind: 'numbers'; readonly median: number; readonly spread: number; readonly perYear: number }
  | { readonly kind: 'cross'; readonly rows: readonly Use[]; readonly columns: readonly Use[] }
  /** Always the same values. */
  | { readonly kind: 'as_given'; readonly values: readonly Weighted[] };

export interface Use {
  readonly value: string;
  readonly first: number;
  readonly last: number;
}

export interface UsedKey {
  readonly key: string;
  readonly first: number;
  readonly last: number;
  readonly releases: readonly Release[];
}

/** A source that never was: what it is asked for, and what its past looks like. */
export interface MadeUpSource {
  readonly definition: Definition;
  /** By the name of the figure. */
  readonly models: Readonly<Record<string, Model>>;
  /** The first day with reports. */
  readonly since: string;
  /** Systems at the beginning and after three years. */
  readonly systems: readonly [number, number];
  /** Which part of the systems is off on Saturdays and Sundays. */
  readonly weekendDip: number;
  /** First and last day of times without any figure. */
  readonly gaps: readonly (readonly [string, string])[];
  /** Days that late reports changed long after. */
  readonly revised: readonly string[];
  /** Paths that are sent and not registered. */
  readonly unregistered: readonly Weighted[];
}
