export const HTML = 'text/html; charset=utf-8';

/** What is published changes once a day, and definitions a few times a year: a minute is never noticed. */
export const CACHED = 'public, max-age=60';
