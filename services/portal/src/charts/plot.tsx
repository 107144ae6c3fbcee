import type { Html } from '@heliograph/html';

/** The drawing area is this many units wide at any width of the page; heights are in CSS pixels. */
export const WIDTH = 1000;
/** Where the drawing area lies in the picture, in percent of its width; public/site.js reads them from the picture. */
const LEFT = 10;
const RIGHT = 87;
const TOP = 8;
/** Below the drawing area: the marks, then the labels. */
const MARKS = 8;
const LABELS = 20;
/** How long a name at the right end may be, and how far apart two names are at least, so that none overlaps. */
const MAX_NAME_LENGTH = 7;
const MIN_NAME_DISTANCE = 13;

/** How many colours there are; a chart with more series begins again. */
export const COLOURS = 8;

/** What a legend and the page's script know a series by: its position, all others together, or a band around a median. */
export type SeriesId = number | 'others' | 'inner' | 'outer';

/** The class that gives a series its colour. */
export const colourClass = (id: SeriesId): string => (typeof id === 'number' ? `s${id % COLOURS}` : id);

/** A text at a place of an axis: units from the left, or pixels from the top. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** For each position: what is special about it. */
export interface Marks {
  /** Changed after it was first published. */
  readonly revised: readonly boolean[];
  /** Late reports may still change it. */
  readonly open: readonly boolean[];
  /** Suppressed because of too few systems. */
  readonly few: readonly boolean[];
}

/** What every chart has. */
export interface ChartFrame {
  /** Of the picture in its page: letters, digits, - and _. */
  readonly id: string;
  readonly title: string;
  /** Read to those who do not see the picture. */
  readonly description: string;
  readonly height: number;
}

interface PlotProperties extends ChartFrame {
  readonly yTicks: readonly Tick[];
  readonly xTicks: readonly Tick[];
  readonly shapes: readonly Html[];
  /** At the right end, beside what they name. */
  readonly names?: readonly Tick[];
  readonly marks?: Marks | undefined;
}

/** A picture without script or style of its own: lines stretch with the page, texts keep their size. */
export function Plot({ id, title, description, height, yTicks, xTicks, shapes, names = [], marks }: PlotProperties) {
  const inner = height + MARKS;
  const frame = { x: `${LEFT}%`, y: TOP, width: `${RIGHT - LEFT}%`, height: inner };
  return (
    <svg class="chart" role="img" aria-labelledby={`${id}-t ${id}-d`} width="100%" height={TOP + inner + LABELS}>
      <title id={`${id}-t`}>{title}</title>
      <desc id={`${id}-d`}>{description}</desc>
      <svg {...frame} viewBox={`0 0 ${WIDTH} ${inner}`} preserveAspectRatio="none" aria-hidden="true">
        {marks && <Band positions={marks.few} height={height} />}
        <path class="grid" d={yTicks.map(({ at }) => `M0,${at}H${WIDTH}`).join('')} />
        {shapes}
        {marks && <MarkLines marks={marks} height={height} />}
      </svg>
      {yTicks.map(({ at, text }) => (
        <text class="tick" x={`${LEFT - 1}%`} y={TOP + at + 4} text-anchor="end">
          {text}
        </text>
      ))}
      {xTicks.map(({ at, text }) => (
        <text class="tick" x={`${percentFromLeft(at)}%`} y={TOP + inner + 13} text-anchor="middle">
          {text}
        </text>
      ))}
      {withoutOverlap(names).map(({ at, text }) => (
        <text class="name" x={`${RIGHT + 1}%`} y={TOP + at + 4}>
          {text}
        </text>
      ))}
    </svg>
  );
}

const percentFromLeft = (at: number) => (LEFT + ((RIGHT - LEFT) * at) / WIDTH).toFixed(1);

/** The other names are in the legend alone. */
function withoutOverlap(names: readonly Tick[]): Tick[] {
  const shown: Tick[] = [];
  for (const name of names.filter(({ text }) => text.length <= MAX_NAME_LENGTH))
    if (shown.every(({ at }) => Math.abs(at - name.at) >= MIN_NAME_DISTANCE)) shown.push(name);
  return shown;
}

/** The middle and the left edge of a position among `count`. */
export const middleOf = (i: number, count: number) => Math.round(((i + 0.5) * WIDTH) / count);
export const edgeOf = (i: number, count: number) => Math.round((i * WIDTH) / count);

/** Where neighbours are flagged, in units from the left. */
function spans(flags: readonly boolean[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  flags.forEach((flag, i) => {
    const last = found.at(-1);
    if (flag && last?.[1] === i) last[1] = i + 1;
    else if (flag) found.push([i, i + 1]);
  });
  return found.map(([from, to]) => [edgeOf(from, flags.length), edgeOf(to, flags.length)]);
}

function Band({ positions, height }: { readonly positions: readonly boolean[]; readonly height: number }) {
  const path = spans(positions).map(([from, to]) => `M${from},0H${to}V${height}H${from}Z`);
  return path.length === 0 ? undefined : <path class="few" d={path.join('')} />;
}

function MarkLines({ marks: { revised, open }, height }: { readonly marks: Marks; readonly height: number }) {
  const ticks = revised.flatMap((flag, i) => (flag ? [`M${middleOf(i, revised.length)},${height + 1}v4`] : []));
  const lines = spans(open).map(([from, to]) => `M${from},${height + 7}H${to}`);
  return (
    <>
      {ticks.length > 0 && <path class="revised" d={ticks.join('')} />}
      {lines.length > 0 && <path class="open" d={lines.join('')} />}
    </>
  );
}
