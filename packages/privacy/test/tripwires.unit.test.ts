import { describe, expect, it } from 'vitest';
import { KINDS } from '../src/detectors/finding.ts';
import { findPersonalData, redact, removePersonalData } from '../src/detectors/tripwires.ts';
import { PLANTED, SETTINGS } from '../src/planted.ts';
import { INNOCENT } from './corpora.ts';

describe('what people must not be asked for', () => {
  it.each(KINDS)('%s: there are ten and more of it, each in every setting', (kind) => {
    const planted = PLANTED.filter((one) => one.kind === kind);
    expect(planted.length).toBeGreaterThanOrEqual(10);
    for (const { text, tells } of planted)
      for (const setting of SETTINGS) {
        const found = findPersonalData(setting.replace('%', () => text));
        expect([tells, found.map((finding) => finding.kind)]).toEqual([tells, expect.arrayContaining([kind])]);
      }
  });

  it.each(KINDS)('%s is gone after it was removed, and what was around it is not', (kind) => {
    for (const { text, tells } of PLANTED.filter((one) => one.kind === kind)) {
      const { text: clean, kinds } = removePersonalData(`before ${text} after`);
      expect(kinds).toContain(kind);
      expect(clean).not.toContain(tells);
      expect(clean).toMatch(/^before .* after$/);
      expect(removePersonalData(clean)).toEqual({ text: clean, kinds: [] });
    }
  });
});

describe('innocent values', () => {
  it('are many', () => {
    expect(new Set(INNOCENT).size).toBeGreaterThan(1000);
  });

  it('pass untouched', () => {
    expect(INNOCENT.filter((value) => removePersonalData(value).text !== value)).toEqual([]);
    expect(INNOCENT.filter((value) => findPersonalData(value).length > 0)).toEqual([]);
  });
});

describe('IPv6 addresses', () => {
  const kindsIn = (text: string) => findPersonalData(text).map(({ kind }) => kind);

  it.each(['2001:db8::1', '1:2:3:4:5:6:7:8', '::ffff:192.0.2.1', '1:2:3:4:5:6:192.0.2.1'])('%s is one', (text) => {
    expect(kindsIn(text)).toEqual(['ip_address']);
  });

  it.each(['2001::db8::1', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '::1', 'ab::cd', '12:30:45'])('%s is none', (text) => {
    expect(kindsIn(text)).toEqual([]);
  });
});

describe('the places', () => {
  it.each([
    ['mail alice@example.com or bob@example.org', 'mail [email] or [email]'],
    ['https://admin:s3cr3t@repo.example.com/rpm', 'https://[url_credentials]/rpm'],
    // An address in the user part of another is one place, and the kind that comes first is its kind.
    ['a@b.example.com:secret=hunter2hunter2', '[email]:secret=[secret]'],
    ['[email] and [secret] and password=[secret]', '[email] and [secret] and password=[secret]'],
    ['/home/[user_path]/x', '/home/[user_path]/x'],
    ['', ''],
    ['a@b', 'a@b'],
  ])('of %j are redacted: %j', (text, expected) => {
    expect(redact(text, findPersonalData(text))).toBe(expected);
    expect(removePersonalData(text).text).toBe(expected);
  });

  it('are in order and do not overlap', () => {
    const text = PLANTED.map((planted) => planted.text).join(' ');
    const findings = findPersonalData(text);
    expect(findings.length).toBeGreaterThan(100);
    for (const [i, { start, end }] of findings.entries()) {
      expect(end).toBeGreaterThan(start);
      expect(start).toBeGreaterThanOrEqual(findings[i - 1]?.end ?? 0);
    }
  });
});

describe('characters that look like others hide nothing', () => {
  it.each([
    ['alice＠example．com', '[email]'],
    ['al\u200bice@exam\u200bple.com', '[email]'],
    ['at １０.０.０.１ now', 'at [ip_address] now'],
    ['call ＋４９ 30 901820', 'call [telephone]'],
    ['pass\u00adword=hunter2', 'password=[secret]'],
    ['\u202ehost.example.org\u202c', '[host_name]'],
  ])('%j becomes %j', (text, expected) => {
    expect(removePersonalData(text).text).toBe(expected);
  });

  it('and stay as they are where they hide nothing', () => {
    for (const text of ['½ ﬁle ①', '１２３', 'soft\u00adhyphen'])
      expect(removePersonalData(text)).toEqual({ text, kinds: [] });
  });
});
