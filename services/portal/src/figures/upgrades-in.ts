import type { Definition, Summary } from '@heliograph/schema';
import { levelOf } from './share-series.ts';
import { isOfVersions, type SourceData } from './source-data.ts';
import { type Upgrades, upgradesOf } from './upgrade.ts';

/** How fast systems go to new versions; undefined where a summary is not of versions, or only one has been seen. */
export function upgradesIn(definition: Definition, summary: Summary, data: SourceData): Upgrades | undefined {
  if (summary.kind !== 'share' || !isOfVersions(definition, summary)) return undefined;
  const upgrades = upgradesOf(data.adoption(summary.name), levelOf(summary.levels, undefined));
  return upgrades === undefined || upgrades.releases.length < 2 ? undefined : upgrades;
}
