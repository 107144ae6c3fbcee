/** The site's own style, served from the same origin: the policy allows no other, and no style attributes. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1d2326, #e9e8e3);
  --quiet: light-dark(#566067, #a9b0b3);
  --line: light-dark(#dcd9d0, #363d41);
  --page: light-dark(#fbfaf6, #14181a);
  --card: light-dark(#ffffff, #1c2225);
  --accent: light-dark(#0b6360, #6fd3c8);
  --bar: light-dark(#0b6360, #6fd3c8);
  --warning: light-dark(#8a4600, #f0b35e);
  --warning-page: light-dark(#fff5e2, #2b2216);
  --track: light-dark(#efece4, #262d30);
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, Charter, Georgia, serif;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--page); color: var(--text);
  font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: break-word;
}
.inner, main { width: 100%; max-width: 66rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-top: 2.25rem; padding-bottom: 4rem; flex: 1; }
main:focus { outline: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .2rem; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; padding: .5rem 1rem; background: var(--card); z-index: 2; }

h1, h2, .brand { font-family: var(--serif); font-weight: 600; text-wrap: balance; }
h1 { font-size: clamp(1.9rem, 1.4rem + 2.4vw, 2.75rem); line-height: 1.15; margin: 0 0 .75rem; letter-spacing: -.01em; }
h2 { font-size: 1.55rem; line-height: 1.25; margin: 2.75rem 0 .5rem; }
h3 { font-size: 1.1rem; line-height: 1.35; margin: 1.75rem 0 .25rem; }
p, dd, main > ul:not(.facts), main > ol { max-width: 46rem; }
p { margin: .5rem 0; }
a { color: var(--accent); text-underline-offset: .15em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
.lead { font-size: 1.2rem; line-height: 1.5; margin-bottom: 1rem; }
.quiet { color: var(--quiet); font-size: .92rem; }
code { font: .9em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .9rem 1rem; background: var(--track); border-radius: .5rem; line-height: 1.45; }

header.site { border-bottom: 1px solid var(--line); background: var(--card); }
header.site .inner { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.25rem; padding-top: .8rem; padding-bottom: .8rem; }
.brand { display: inline-flex; align-items: center; gap: .5rem; font-size: 1.3rem; color: var(--text); text-decoration: none; }
nav[aria-label="Site"] { margin-left: auto; }
nav ul { display: flex; flex-wrap: wrap; gap: .1rem 1.15rem; list-style: none; margin: 0; padding: 0; font-size: .98rem; }
nav a { display: inline-block; padding: .3rem 0; color: var(--text); text-decoration: none; border-bottom: 2px solid transparent; }
nav a:hover { border-color: var(--line); }
nav a[aria-current] { border-color: var(--accent); color: var(--accent); }
.channel { margin: 0; padding: .1rem .7rem; border: 1px solid var(--warning); border-radius: 1rem; background: var(--warning-page); color: var(--warning); font-size: .88rem; }
.channel a { color: inherit; }
footer.site { border-top: 1px solid var(--line); background: var(--card); color: var(--quiet); font-size: .92rem; }
footer.site .inner { padding-top: 1.25rem; padding-bottom: 2rem; }
footer.site ul { display: flex; flex-wrap: wrap; gap: .2rem 1.25rem; list-style: none; padding: 0; margin: .5rem 0; }

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem; margin: 1.5rem 0; }
.card { display: flex; flex-direction: column; background: var(--card); border: 1px solid var(--line); border-radius: .9rem; padding: 1.4rem 1.5rem; min-width: 0; }
.card h2 { margin: 0 0 .25rem; font-size: 1.45rem; }
.card h2 a { color: inherit; text-decoration-color: var(--line); }
.card .links { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 1rem 0 0; margin: auto 0 0; font-size: .98rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: 1rem 2.5rem; padding: 0; margin: 1.5rem 0; list-style: none; }
.facts strong { display: block; font-family: var(--serif); font-size: 1.1rem; }
.count { margin: .75rem 0 0; font-family: var(--serif); font-size: 2.6rem; font-weight: 600; line-height: 1.1; font-variant-numeric: tabular-nums lining-nums; }
.trend { font-variant-numeric: tabular-nums; }
.spark { display: block; width: 100%; height: 4rem; margin: .75rem 0 .25rem; overflow: visible; }
.spark path { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; vector-effect: non-scaling-stroke; }
.spark .area { fill: var(--accent); fill-opacity: .12; stroke: none; }

.bars { list-style: none; padding: 0; margin: .35rem 0 .75rem; }
.bars li { display: grid; grid-template-columns: minmax(4.5rem, max-content) 1fr 3.5rem; gap: .75rem; align-items: center; padding: .15rem 0; }
.bars svg { display: block; width: 100%; height: .7rem; background: var(--track); border-radius: .35rem; }
.bars rect { fill: var(--accent); }
.bars b { font-weight: 400; text-align: right; font-variant-numeric: tabular-nums; }

table { border-collapse: collapse; width: 100%; margin: .75rem 0; }
.wide { overflow-x: auto; }
.wide caption { max-width: min(46rem, calc(100vw - 2rem)); }
caption { text-align: left; color: var(--quiet); font-size: .92rem; padding-bottom: .35rem; }
th, td { text-align: left; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline; }
th { font-weight: 400; }
th code { overflow-wrap: break-word; }
thead th { color: var(--quiet); font-size: .88rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.number + :is(th, td):not(.number) { padding-left: 1.25rem; }
dt { color: var(--quiet); font-size: .92rem; margin-top: .8rem; }
dd { margin: 0; }
dl.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: 0 1rem; margin: .25rem 0; }
dl.numbers dd { font-variant-numeric: tabular-nums; }
details { margin: .5rem 0; }
summary { cursor: pointer; padding: .25rem 0; }
.notice { border-left: 4px solid var(--warning); background: var(--warning-page); border-radius: 0 .5rem .5rem 0; padding: .6rem 1rem; margin: 1rem 0; max-width: 46rem; }
.notice.fine { border-color: var(--accent); background: var(--track); }
.notice p { margin: .2rem 0; }
.notice ul { margin: .25rem 0; padding-left: 1.25rem; }
.label { display: inline-block; padding: 0 .55rem; border: 1px solid currentColor; border-radius: 1rem; color: var(--warning); font: 600 .82rem/1.6 system-ui, sans-serif; }
.crumbs { font-size: .95rem; color: var(--quiet); margin: 0 0 .5rem; }
.log { list-style: none; padding: 0; border-left: 2px solid var(--line); }
.log > li { padding: 0 0 1.5rem 1.25rem; }
.log time { font-variant-numeric: tabular-nums; font-weight: 600; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .75rem 0; }
input, button { font: inherit; padding: .4rem .7rem; max-width: 100%; color: inherit; background: var(--card); border: 1px solid var(--quiet); border-radius: .4rem; }
button { background: var(--accent); border-color: var(--accent); color: var(--card); cursor: pointer; }

@media (max-width: 36rem) {
  body { font-size: 1rem; }
  main { padding-top: 1.5rem; }
  .inner, main { padding-left: 1rem; padding-right: 1rem; }
  nav[aria-label="Site"] { margin-left: 0; }
  nav ul { gap: 0 1rem; font-size: .95rem; }
  .card { padding: 1.1rem; }
  th, td { padding-right: .5rem; }
  .wide :is(th, td):not(.number) { min-width: 7rem; }
  thead .number { white-space: normal; }
  th code { overflow-wrap: anywhere; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print { header.site nav, footer.site, .skip { display: none; } }
`;
