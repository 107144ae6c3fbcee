import { KINDS, type Kind } from '../src/finding.ts';
import { PLANTED, type Planted, SETTINGS } from '../src/planted.ts';
import { removePersonalData } from '../src/tripwires.ts';
import { ELUSIVE, INNOCENT, LOOKALIKES } from './corpora.ts';

const texts = ({ text }: Planted) => SETTINGS.map((setting) => setting.replace('%', () => text));
const comesOut = (planted: Planted) =>
  texts(planted).some((text) => removePersonalData(text).text.includes(planted.tells));
const isTaken = (value: string) => removePersonalData(value).kinds.length > 0;
const of = (corpus: readonly Planted[], kind: Kind) => corpus.filter((planted) => planted.kind === kind);
const share = (part: number, whole: number) => (whole === 0 ? 'none there' : `${part} of ${whole}`);

/** The tables of docs/privacy.md: what is missed, by kind, and what is taken for personal data and is none. */
export function measured(): string {
  const rows = KINDS.map((kind) => {
    const [planted, elusive] = [of(PLANTED, kind), of(ELUSIVE, kind)];
    const missed = (list: readonly Planted[]) => share(list.filter(comesOut).length, list.length);
    return `| \`${kind}\` | ${missed(planted)} | ${missed(elusive)} |`;
  });
  const all = [...PLANTED, ...ELUSIVE];
  const found = all.filter((planted) => !comesOut(planted)).length;
  const wrong = [...INNOCENT, ...LOOKALIKES].filter(isTaken).length;
  const taken = (list: readonly string[]) => share(list.filter(isTaken).length, list.length);
  return [
    '| kind | missed in its usual forms | missed in forms that hide it |',
    '|---|---|---|',
    ...rows,
    '',
    '| innocent values | taken for personal data |',
    '|---|---|',
    `| what products report | ${taken(INNOCENT)} |`,
    `| what looks like personal data and is none | ${taken(LOOKALIKES)} |`,
    '',
    `Over all four corpora: recall ${percent(found, all.length)}, precision ${percent(found, found + wrong)}.`,
  ].join('\n');
}

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
