import { daysBetween } from '../figures/range.ts';
import type { Release, Upgrades } from '../figures/upgrades.ts';
import { formatCount, formatDay, formatPercent } from '../site/format.ts';
import { SentValue } from '../site/sent-value.tsx';
import { NumbersOf, Table } from '../site/table.tsx';

/** How many releases are listed. */
const MAX_RELEASES = 8;
const CAPTION =
  'How releases spread. A release counts as shown from the first day on which enough systems ran it; “it or later” are parts of the systems that have a version, and systems whose version is not shown count as older.';

/** How fast systems upgrade from one version to the next, in words and numbers. */
export const UpgradeAnswer = ({ upgrades, name }: { readonly upgrades: Upgrades; readonly name: string }) => (
  <>
    <h3 id={`${name}-upgrades`}>How fast do people upgrade?</h3>
    <HalfReached {...upgrades} />
    <TimeToHalf {...upgrades} />
    <NumbersOf>
      <Table
        class="series"
        label="How releases spread"
        caption={CAPTION}
        columns={[
          'Version',
          'First shown',
          'A tenth had it or later after',
          'Half had it or later after',
          'It or later now',
        ]}
        rows={upgrades.releases.slice(0, MAX_RELEASES).map(releaseRow)}
      />
    </NumbersOf>
  </>
);

function HalfReached({ half, day }: Upgrades) {
  if (half === undefined) return undefined;
  const { version, now, firstShown } = half;
  return (
    <p>
      On {formatDay(day)}, <strong>{formatPercent(100 * now)}</strong> of the systems ran <SentValue value={version} />{' '}
      or later: the newest version that at least half of them have reached.
      {firstShown !== undefined &&
        ` It was first seen on ${formatDay(firstShown)}, ${formatCount(daysBetween(firstShown, day), 'day')} before.`}
    </p>
  );
}

/** Of the releases whose first day was seen: how long it took, and what the newest one has reached. */
function TimeToHalf({ releases }: Upgrades) {
  const seen = releases.filter(({ firstShown }) => firstShown !== undefined);
  const times = seen.flatMap(({ daysToHalf }) => (daysToHalf === undefined ? [] : [daysToHalf]));
  times.sort((a, b) => a - b);
  const [quickest, slowest] = [times[0], times.at(-1)];
  const [latest] = seen;
  const progress = latest !== undefined && latest.daysToHalf === undefined && (
    <>
      {' '}
      The newest, <SentValue value={latest.version} />, was first seen on {formatDay(latest.firstShown ?? '')} and is at{' '}
      {formatPercent(100 * latest.now)}.
    </>
  );
  if (quickest === undefined || slowest === undefined) return progress === false ? undefined : <p>{progress}</p>;
  const span = quickest === slowest ? formatCount(quickest, 'day') : `${quickest} to ${formatCount(slowest, 'day')}`;
  return (
    <p>
      From when a release was first seen, it took <strong>{span}</strong> until half of the systems ran it or a later
      one ({formatCount(times.length, 'release')}).{progress}
    </p>
  );
}

function releaseRow({ version, firstShown, daysToTenth, daysToHalf, now }: Release) {
  const days = (n: number | undefined) =>
    n === undefined ? (firstShown === undefined ? 'not seen' : 'not yet') : formatCount(n, 'day');
  return [
    <SentValue value={version} />,
    firstShown ?? 'before the data begin',
    days(daysToTenth),
    days(daysToHalf),
    formatPercent(100 * now),
  ] as const;
}
