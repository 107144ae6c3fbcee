import { expect, it } from 'vitest';
import { shortenVersion as shorten } from '../src/version.ts';

it.each([
  ['3.22.0', '3.22', '3.22.0'],
  ['3.22.0.dev1', '3.22', '3.22.0'],
  ['3.22.10-rc1', '3.22', '3.22.10'],
  ['3.22-rc1.5', '3.22', '3.22-rc1.5'],
  ['3.22.', '3.22', '3.22.'],
  ['15-SP2', '15-SP2', '15-SP2'],
  ['15', '15', '15'],
  ['٣.٤.٥', '٣.٤.٥', '٣.٤.٥'],
  ['v1.2.3', 'v1.2.3', 'v1.2.3'],
  ['', '', ''],
])('shortens %j to %j and %j', (version, xy, xyz) => {
  expect([shorten(version, 'x.y'), shorten(version, 'x.y.z')]).toEqual([xy, xyz]);
  // What has been shortened to the finer level is shortened to the coarser as the version itself is.
  expect(shorten(shorten(version, 'x.y.z'), 'x.y')).toBe(xy);
});
