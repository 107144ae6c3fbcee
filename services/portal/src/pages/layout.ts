import { type Html, html } from './html.ts';

/** A whole document. */
export function layout(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<nav><a href="/">Summaries</a> <a href="/your-data">Your data</a></nav>
<main>
${body}
</main>
</body>
</html>
`.toString();
}

/** The page that is shown in place of one that cannot be. */
export function errorPage(title: string, detail: string): string {
  return layout(title, html`<h1>${title}</h1><p>${detail}</p>`);
}

/** 2026-11-21 01:00 UTC */
export const utc = (timestamp: string) => `${timestamp.slice(0, 16).replace('T', ' ')} UTC`;
