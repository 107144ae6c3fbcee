/** Soft hyphens, joiners, marks of direction: invisible, and enough to break a pattern. */
const INVISIBLE = /\p{Cf}|\u034f/gu;
/** What may stand for another character; a text without any of these is what it says. */
const ESCAPE = /[^ -~]|%[2-7]|&#|\\u00|[[({](?:dot|at|[.@:])|=40|=2e/i;
const HEXADECIMAL = /%(?:25)*([2-7][0-9a-f])|\\u00([2-7][0-9a-f])|&#x([2-7][0-9a-f]);|=(40|2e)/gi;
const DECIMAL = /&#(\d{2,3});/g;
const DEFANGED = / ?[[({](dot|at|\.|@|:)[\])}] ?/gi;
const NAMED: Readonly<Record<string, string>> = { dot: '.', at: '@' };
/** The ideographic full stop separates labels of a domain as well (UTS 46, section 2.3). */
const FULL_STOPS = /[\u3002\uff0e\uff61]/g;
const DIGITS = /\p{Nd}/gu;

/**
 * A text as a reader may decode it: Unicode's compatibility forms, digits of other scripts, escapes of URLs, HTML, JSON and
 * mail, and the brackets in which addresses are put to defuse them. Gives the same string where nothing is to decode.
 */
export function unfold(text: string): string {
  if (!ESCAPE.test(text)) return text;
  return text
    .replace(FULL_STOPS, '.')
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(DIGITS, (digit) => (digit <= '9' ? digit : String(digitValue(digit))))
    .replace(HEXADECIMAL, (_, ...codes: (string | undefined)[]) =>
      String.fromCharCode(Number.parseInt(codes.find((code) => code !== undefined) ?? '', 16)),
    )
    .replace(DECIMAL, (written, code: string) =>
      isPrintable(Number(code)) ? String.fromCharCode(Number(code)) : written,
    )
    .replace(DEFANGED, (_, sign: string) => NAMED[sign.toLowerCase()] ?? sign);
}

const isPrintable = (code: number) => code > 0x1f && code < 0x7f;

/** Unicode gives the ten digits of a script consecutive code points. */
function digitValue(digit: string): number {
  let value = 0;
  for (let code = (digit.codePointAt(0) ?? 0) - 1; /\p{Nd}/u.test(String.fromCodePoint(code)) && value < 9; code -= 1)
    value += 1;
  return value;
}
