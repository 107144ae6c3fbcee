import type { Site } from '../src/site/site.ts';

export const aSite = (given: Partial<Site> = {}): Site => ({ title: 'Heliograph', channel: 'production', ...given });

/** What somebody might write where a text is expected. */
export const EVIL = '<script>alert(1)</script>"\'<img src=x onerror=alert(1)>';

/** What the policy of the site would refuse: inline script and style, and anything of another origin. */
export const REFUSED =
  /<script(?! src="\/site\.js" defer><\/script>)|<style|<\w+(?:\s[\w-]+(?:="[^"]*")?)*\s(?:on\w+|style)=|<img(?! src="\/[^/])|<link rel="\w+" href="(?!\/[^/])/;
