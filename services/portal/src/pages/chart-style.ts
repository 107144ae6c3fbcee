import { COLOURS } from '../charts/series.ts';

/**
 * Colours that are told apart by colour-blind people too: those of Okabe and Ito, moved until each has a contrast of 3 to 1 with
 * the page and a distance from all others; a test holds both. The last is for all others.
 */
export const SERIES_COLOURS = {
  light: ['#0372b2', '#b24500', '#09835c', '#a74a87', '#3d93cb', '#b47f0f', '#493e9d', '#727d2a', '#868c91'],
  dark: ['#62b7e9', '#f4803b', '#37bf8c', '#d484b5', '#a7dcfb', '#e7b938', '#9b91f0', '#c5ce5d', '#7d868b'],
} as const;

const names = (i: number) => (i === COLOURS ? 'others' : `s${i}`);
const variables = SERIES_COLOURS.light
  .map((light, i) => `  --${names(i)}: light-dark(${light}, ${SERIES_COLOURS.dark[i] ?? light});`)
  .join('\n');
const numbered = SERIES_COLOURS.light.map((_, i) => `.${names(i)} { --series: var(--${names(i)}); }`).join('\n');

/** The style of charts, their legends and their tables; goes behind the site's own. */
export const CHART_STYLE = `
:root {
${variables}
}
${numbered}
.inner, .outer { --series: var(--s0); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 0 3rem; align-items: start; }
.figure { border-top: 1px solid var(--line); margin-top: 2.5rem; min-width: 0; }
.figure.whole { grid-column: 1 / -1; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 0 3rem; }
.pair > * { min-width: 0; }
.figure > h2 { margin-top: 1.25rem; }
.figure > h2 a { color: inherit; text-decoration-color: var(--line); }
.plot { margin: 1rem 0 .25rem; }
.chart { display: block; overflow: visible; touch-action: pan-y; }
.chart text { fill: var(--quiet); font-size: .75rem; font-variant-numeric: tabular-nums; }
.chart .name { fill: var(--text); }
.chart path { vector-effect: non-scaling-stroke; fill: none; }
.chart .grid { stroke: var(--line); }
.chart .zero { stroke: var(--quiet); }
.chart .area { fill: var(--series); stroke: var(--page); stroke-width: .75; }
.chart .line { stroke: var(--series); stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round; }
.chart .outer { fill-opacity: .18; stroke: none; }
.chart .inner { fill-opacity: .32; stroke: none; }
.chart .line:is(.s1, .s5) { stroke-dasharray: 7 4; }
.chart .line:is(.s2, .s6) { stroke-dasharray: 2 4; }
.chart .line:is(.s3, .s7) { stroke-dasharray: 9 4 2 4; }
.chart .few { fill: var(--track); }
.chart .revised { stroke: var(--warning); stroke-width: 1.5; }
.chart .open { stroke: var(--warning); stroke-width: 2; stroke-dasharray: 3 3; }
.chart .cursor { stroke: var(--text); visibility: hidden; }
.read .cursor { visibility: visible; }
.lit .series { opacity: .18; }
.lit .series.on { opacity: 1; }
.reader { display: block; width: 77%; height: 1.1rem; margin: .1rem 0 0 10%; padding: 0; accent-color: var(--accent); opacity: .35; }
.plot:is(:hover, :focus-within) .reader { opacity: 1; }
.readout { min-height: 1.6em; margin: .1rem 0; max-width: none; font-size: .88rem; font-variant-numeric: tabular-nums; }
.legend, .notes, .inline { list-style: none; padding: 0; margin: .25rem 0; max-width: none; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; font-size: .95rem; }
.legend li { padding: .1rem .2rem; max-width: 100%; overflow-wrap: anywhere; }
.legend li::before { content: ""; display: inline-block; width: .8em; height: .8em; margin-right: .45em; border-radius: .15em; background: var(--series); }
.legend .outer::before { opacity: .35; }
.legend .inner::before { opacity: .6; }
.legend b, .inline b { font-weight: 600; font-variant-numeric: tabular-nums; }
.inline { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0; }
.notes { display: flex; flex-wrap: wrap; gap: 0 1.1rem; color: var(--quiet); font-size: .85rem; line-height: 1.5; }
.key { display: inline-block; width: 1.4em; height: .7em; margin-right: .4em; }
.key.few { background: var(--track); border: 1px solid var(--line); }
.key.revised { width: .5em; border-left: 2px solid var(--warning); }
.key.open { height: .3em; border-top: 2px dashed var(--warning); }
.choice { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem 1rem; margin: .75rem 0; font-size: .95rem; }
.choice > span:first-child { color: var(--quiet); }
.choice ul { gap: .1rem .9rem; }
.choice a { border-bottom: 2px solid transparent; }
.choice a:hover { border-color: var(--line); }
.choice a[aria-current] { border-color: var(--accent); color: var(--accent); font-weight: 600; }
.links { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; font-size: .95rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.numbers summary { color: var(--accent); font-size: .95rem; }
.numbers .wide { max-height: 28rem; overflow: auto; }
table.series { width: auto; min-width: min(100%, 24rem); font-size: .92rem; }
.series td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding-left: .9rem; }
.series td:has(ul) { text-align: left; white-space: normal; }
.series thead th { text-align: right; min-width: 4em; max-width: 12rem; overflow-wrap: anywhere; padding-left: .9rem; }
.series thead th:first-child { text-align: left; padding-left: 0; }
.series tbody th { min-width: 7.5em; max-width: 18rem; overflow-wrap: anywhere; }
.listed thead th:last-child { text-align: left; }
.series small { color: var(--quiet); }
.series .none { color: var(--quiet); text-align: left; }
.heat tbody td { border: 1px solid var(--page); }
.heat small { color: inherit; }
.h1 { background: color-mix(in srgb, var(--s0) 8%, var(--page)); }
.h2 { background: color-mix(in srgb, var(--s0) 16%, var(--page)); }
.h3 { background: color-mix(in srgb, var(--s0) 24%, var(--page)); }
.h4 { background: color-mix(in srgb, var(--s0) 32%, var(--page)); }
.h5 { background: color-mix(in srgb, var(--s0) 40%, var(--page)); }
@media (prefers-reduced-motion: no-preference) { .chart .series { transition: opacity .15s; } }
@media print { .reader, .readout, .choice { display: none; } }
`;
