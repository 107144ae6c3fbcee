/** The site's one stylesheet, served from the same origin: the policy allows no other, and no style attributes. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1b1f24, #e8eaed);
  --quiet: light-dark(#57606a, #a3abb5);
  --line: light-dark(#d0d7de, #3a424c);
  --page: light-dark(#ffffff, #14181d);
  --bar: light-dark(#0b62c4, #6cb2ff);
  --warning: light-dark(#8a4600, #f0b35e);
  --track: light-dark(#eaeef2, #262d35);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem;
  background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; line-height: 1.25; margin: 2rem 0 .25rem; }
section > h2 { margin: 0; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .25rem; }
p { margin: .4rem 0; max-width: 45rem; }
a { color: var(--bar); }
section { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: 1.5rem; }
.quiet { color: var(--quiet); font-size: .9rem; }
.count { font-size: 2rem; font-weight: 600; line-height: 1.2; margin: .75rem 0 0; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
caption { text-align: left; color: var(--quiet); font-size: .9rem; padding-bottom: .25rem; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: middle; }
th { font-weight: 400; }
thead th { color: var(--quiet); font-size: .85rem; overflow-wrap: normal; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.value { width: 30%; }
:is(th, td).number { width: 5.5rem; }
svg { display: block; width: 100%; min-width: 3rem; height: .75rem; background: var(--track); }
rect { fill: var(--bar); }
details { margin: .5rem 0; }
summary { cursor: pointer; padding: .25rem 0; }
dt { color: var(--quiet); font-size: .9rem; margin-top: .6rem; }
dd { margin: 0; max-width: 45rem; }
dl.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: 0 1rem; margin: .25rem 0; }
code { font: .9em ui-monospace, monospace; }
nav { display: flex; gap: 1.25rem; margin-bottom: 1.5rem; font-size: .9rem; }
.notice { border: 1px solid var(--warning); border-radius: .25rem; padding: .25rem .75rem; margin: 1rem 0; }
.notice ul { margin: .25rem 0; padding-left: 1.25rem; }
.label { color: var(--warning); font-weight: 600; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .75rem 0; }
input, button { font: inherit; padding: .3rem .5rem; max-width: 100%; }
pre { overflow-x: auto; padding: .75rem; background: var(--track); }
`;
