import type { Part } from './bench.ts';
import { freshness } from './freshness/part.ts';
import { http } from './http/part.ts';
import { memory } from './memory/part.ts';
import { portal } from './portal/part.ts';
import { recovery } from './recovery/part.ts';
import { stages } from './stages/part.ts';
import { summaries } from './summaries/part.ts';

/** In the order in which they run. */
export const PARTS: readonly Part[] = [http, stages, freshness, memory, recovery, summaries, portal];
