import { daysBetween } from '../figures/range.ts';
import type { Release, Upgrades } from '../figures/upgrade.ts';
import { type Html, html } from '../site/html.ts';
import { formatPercent } from '../site/numbers.ts';
import { valueHtml } from '../site/sent-value.ts';
import { counted, dayInWords } from '../site/words.ts';

/** How many releases are listed. */
const MOST_RELEASES = 8;

/** How fast systems go from one version to the next, in words and numbers. */
export function upgradeAnswer(upgrades: Upgrades, name: string): Html {
  return html`<h3 id="${name}-upgrades">How fast do people upgrade?</h3>
${halfOf(upgrades)}
${typically(upgrades.releases)}
<details class="numbers"><summary>Table</summary>
<div class="wide" tabindex="0" role="region" aria-label="How releases spread"><table class="series"><caption>How releases spread. A release counts as shown from the first day on which enough systems ran it; “it or later” are parts of the systems that have a version, and systems whose version is not shown count as older.</caption>
<thead><tr><th scope="col">Version</th><th scope="col">First shown</th><th scope="col">A tenth had it or later after</th><th scope="col">Half had it or later after</th><th scope="col">It or later now</th></tr></thead>
<tbody>
${upgrades.releases.slice(0, MOST_RELEASES).map(releaseRow)}</tbody></table></div></details>`;
}

function halfOf({ half, day }: Upgrades): Html | undefined {
  if (half === undefined) return undefined;
  const since =
    half.firstShown === undefined
      ? undefined
      : ` It was first seen on ${dayInWords(half.firstShown)}, ${counted(daysBetween(half.firstShown, day), 'day')} before.`;
  return html`<p>On ${dayInWords(day)}, <strong>${formatPercent(100 * half.now)}</strong> of the systems ran ${valueHtml(half.version)} or later: the newest version that at least half of them have reached.${since}</p>`;
}

/** Of the releases whose beginning was seen: how long it took, and what the newest one has reached. */
function typically(releases: readonly Release[]): Html | undefined {
  const seen = releases.filter(({ firstShown }) => firstShown !== undefined);
  const times = seen
    .flatMap(({ daysToHalf }) => (daysToHalf === undefined ? [] : [daysToHalf]))
    .toSorted((a, b) => a - b);
  const [quickest, slowest] = [times[0], times.at(-1)];
  const [latest] = seen;
  const still =
    latest === undefined || latest.daysToHalf !== undefined
      ? undefined
      : html` The newest, ${valueHtml(latest.version)}, was first seen on ${dayInWords(latest.firstShown ?? '')} and is at ${formatPercent(100 * latest.now)}.`;
  if (quickest === undefined || slowest === undefined) return still && html`<p>${still}</p>`;
  const span = quickest === slowest ? counted(quickest, 'day') : `${quickest} to ${counted(slowest, 'day')}`;
  return html`<p>From when a release was first seen, it took <strong>${span}</strong> until half of the systems ran it or a later one (${counted(times.length, 'release')}).${still}</p>`;
}

function releaseRow({ version, firstShown, daysToTenth, daysToHalf, now }: Release): Html {
  const days = (n: number | undefined) =>
    n === undefined ? (firstShown === undefined ? 'not seen' : 'not yet') : counted(n, 'day');
  return html`<tr><th scope="row">${valueHtml(version)}</th><td>${firstShown ?? 'before the data begin'}</td><td>${days(daysToTenth)}</td><td>${days(daysToHalf)}</td><td>${formatPercent(100 * now)}</td></tr>
`;
}
