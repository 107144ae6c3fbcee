import type { Summary } from '@heliograph/schema';
import { LEVELS, viewQuery } from '../figures/range.ts';
import { isKeyed, levelOf } from '../figures/share-series.ts';
import { upgradesIn } from '../figures/upgrades-in.ts';
import { type Html, html } from '../site/html.ts';
import { titleOf } from '../site/words.ts';
import { type FigureView, figureFrame } from './figure-frame.ts';
import { keyedShare } from './share-by-key.ts';
import { history } from './share-history.ts';
import { upgradeAnswer } from './upgrade-answer.ts';
import { valueTable } from './value-table.ts';

export type ShareView = FigureView<Extract<Summary, { kind: 'share' }>>;

/** Which systems have which value: over time, and now. */
export function shareSection(figure: ShareView): Html {
  const { data, definition, summary, view } = figure;
  const track = data.track(summary.name);
  const level = levelOf(summary.levels, view.level);
  if (isKeyed(track)) return figureFrame(figure, track, html`${levelLinks(figure)}${keyedShare(figure, track, level)}`);
  const upgrades = upgradesIn(definition, summary, data);
  return figureFrame(
    figure,
    track,
    html`${levelLinks(figure)}
${history({ figure, track, key: null, level, id: `${summary.name}-share`, title: titleOf(summary) })}
${upgrades && upgradeAnswer(upgrades, summary.name)}
${figure.large ? valueTable(track, null, level) : undefined}`,
  );
}

/** How far versions are shortened, as links that keep everything else of the view. */
function levelLinks({ summary, view }: ShareView): Html | undefined {
  const { levels } = summary;
  if (levels === undefined || levels.length < 2) return undefined;
  const shown = levelOf(levels, view.level);
  const links = LEVELS.filter((level) => levels.includes(level)).map((level) => {
    const here = level === shown ? html` aria-current="true"` : undefined;
    return html`<li><a href="${viewQuery({ ...view, level })}#${summary.name}"${here}>${level}</a></li>`;
  });
  return html`<nav class="choice" aria-label="Versions of ${titleOf(summary)}"><span>Versions by</span><ul>${links}</ul></nav>`;
}
