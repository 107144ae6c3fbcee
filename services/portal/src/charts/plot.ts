import { type Html, html } from '../site/html.ts';

/** The drawing area is so many units wide, whatever the width of the page; heights are in CSS pixels. */
export const WIDTH = 1000;
/** Where in the picture the drawing area lies, in parts of its width; the page's script knows them too. */
const LEFT = 10;
const RIGHT = 87;
const TOP = 8;
/** Below the drawing area: the marks, then the labels. */
const MARKS = 8;
const LABELS = 20;

/** A place on an axis: units from the left, or pixels from the top. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** What a position is beside its value; undefined where there is nothing to say. */
export interface Marks {
  /** Changed after it was first published. */
  readonly revised: readonly boolean[];
  /** Late reports may still change it. */
  readonly open: readonly boolean[];
  /** Nothing is said because of too few systems. */
  readonly few: readonly boolean[];
}

export interface Plot {
  /** Of the picture in its page: letters, digits, - and _. */
  readonly id: string;
  readonly title: string;
  /** For those who do not see it. */
  readonly description: string;
  readonly height: number;
  readonly yTicks: readonly Tick[];
  readonly xTicks: readonly Tick[];
  readonly shapes: readonly Html[];
  /** At the right end, beside what they name. */
  readonly names?: readonly Tick[];
  readonly marks?: Marks | undefined;
}

/** A picture that needs neither script nor style of its own: lines stretch with the page, texts keep their size. */
export function plot({ id, title, description, height, yTicks, xTicks, shapes, names = [], marks }: Plot): Html {
  const below = TOP + height + MARKS + 13;
  return html`<svg class="chart" role="img" aria-labelledby="${id}-t ${id}-d" width="100%" height="${TOP + height + MARKS + LABELS}">
<title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>
<svg x="${LEFT}%" y="${TOP}" width="${RIGHT - LEFT}%" height="${height + MARKS}" viewBox="0 0 ${WIDTH} ${height + MARKS}" preserveAspectRatio="none">
${marks && fewBand(marks.few, height)}<path class="grid" d="${yTicks.map(({ at }) => `M0,${at}H${WIDTH}`).join('')}"/>
${shapes}
${marks && markPaths(marks, height)}</svg>
${yTicks.map(({ at, text }) => html`<text class="tick" x="${LEFT - 1}%" y="${TOP + at + 4}" text-anchor="end">${text}</text>`)}
${xTicks.map(({ at, text }) => html`<text class="tick" x="${percent(at)}%" y="${below}" text-anchor="middle">${text}</text>`)}
${apart(names).map(({ at, text }) => html`<text class="name" x="${RIGHT + 1}%" y="${TOP + at + 4}">${text}</text>`)}
</svg>`;
}

const percent = (at: number) => (LEFT + ((RIGHT - LEFT) * at) / WIDTH).toFixed(1);

/** Names that would stand in each other's way are left to the legend. */
function apart(names: readonly Tick[]): Tick[] {
  const shown: Tick[] = [];
  for (const name of names.filter(({ text }) => text.length <= 7))
    if (shown.every(({ at }) => Math.abs(at - name.at) >= 13)) shown.push(name);
  return shown;
}

/** The middle and the edge of a position among `count`. */
export const middleOf = (i: number, count: number) => Math.round(((i + 0.5) * WIDTH) / count);
export const edgeOf = (i: number, count: number) => Math.round((i * WIDTH) / count);

function spans(flags: readonly boolean[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  flags.forEach((flag, i) => {
    const last = found.at(-1);
    if (flag && last?.[1] === i) last[1] = i + 1;
    else if (flag) found.push([i, i + 1]);
  });
  return found.map(([from, to]) => [edgeOf(from, flags.length), edgeOf(to, flags.length)]);
}

function fewBand(few: readonly boolean[], height: number): Html | undefined {
  const path = spans(few).map(([from, to]) => `M${from},0H${to}V${height}H${from}Z`);
  return path.length === 0 ? undefined : html`<path class="few" d="${path.join('')}"/>`;
}

function markPaths({ revised, open }: Marks, height: number): Html {
  const ticks = revised.flatMap((flag, i) => (flag ? [`M${middleOf(i, revised.length)},${height + 1}v4`] : []));
  const lines = spans(open).map(([from, to]) => `M${from},${height + 7}H${to}`);
  return html`${ticks.length === 0 ? undefined : html`<path class="revised" d="${ticks.join('')}"/>`}${lines.length === 0 ? undefined : html`<path class="open" d="${lines.join('')}"/>`}`;
}
