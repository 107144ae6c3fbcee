import { KINDS, type Kind } from '../src/detectors/finding.ts';
import { removePersonalData } from '../src/detectors/tripwires.ts';
import { PLANTED, type Planted, SETTINGS } from '../src/planted.ts';
import { DISGUISED, INNOCENT, LOOKALIKES, NAMELESS } from './corpora.ts';

const texts = ({ text }: Planted) => SETTINGS.map((setting) => setting.replace('%', () => text));
const comesOut = (planted: Planted) =>
  texts(planted).some((text) => removePersonalData(text).text.includes(planted.tells));
const isTaken = (value: string) => removePersonalData(value).kinds.length > 0;
const share = (part: number, whole: number) => (whole === 0 ? 'none there' : `${part} of ${whole}`);

/** Of these values, the part that comes out of none of the settings. */
export const found = (corpus: readonly Planted[]) => 1 - corpus.filter(comesOut).length / corpus.length;
/** Of these values, the part that is taken for personal data. */
export const taken = (values: readonly string[]) => values.filter(isTaken).length / values.length;

const missed = (corpus: readonly Planted[], kind: Kind) => {
  const ofKind = corpus.filter((planted) => planted.kind === kind);
  return share(ofKind.filter(comesOut).length, ofKind.length);
};
const touched = (values: readonly string[]) => share(values.filter(isTaken).length, values.length);

/** The tables of docs/privacy.md: what is missed, by kind, and what is taken for personal data and is none. */
export function measured(): string {
  const rows = KINDS.map(
    (kind) => `| \`${kind}\` | ${missed(PLANTED, kind)} | ${missed(DISGUISED, kind)} | ${missed(NAMELESS, kind)} |`,
  );
  return [
    '| kind | missed in its usual forms | missed in disguise | missed where nothing names it |',
    '|---|---|---|---|',
    ...rows,
    `| **found** | ${percent(found(PLANTED))} | ${percent(found(DISGUISED))} | ${percent(found(NAMELESS))} |`,
    '',
    '| innocent values | taken for personal data |',
    '|---|---|',
    `| what products report | ${touched(INNOCENT)} |`,
    `| what looks like personal data and is none | ${touched(LOOKALIKES)} |`,
  ].join('\n');
}

const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
