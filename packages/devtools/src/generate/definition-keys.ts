import { definitionKeys, ELEMENT, FIELD_NAME, type Key } from '@heliograph/cli';

const BEGIN = '<!-- Written by: npm run generate. What stands until the end mark is made anew each time. -->';
const END = '<!-- End of what npm run generate writes. -->';

/** A document with the part between its marks replaced by what the schema says of each key today. Throws without marks. */
export function withReference(document: string): string {
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from < 0 || to < from) throw new Error('the document has no marks for the reference of keys');
  return `${document.slice(0, from + BEGIN.length)}\n\n${referenceOf(definitionKeys())}\n${document.slice(to)}`;
}

/** Every key of a definition in tables of Markdown: one for the keys at the top, one for each key that has keys of its own. */
function referenceOf(keys: readonly Key[]): string {
  const top = keys.filter(({ path }) => path.length === 1);
  const sections = top.flatMap(({ path: [name = ''] }) => {
    const inner = keys.filter(({ path }) => path[0] === name && path.length > 1);
    return inner.length === 0 ? [] : [`### \`${name}\`\n\n${meaningsOf(inner)}${tableOf(inner)}`];
  });
  return [`### At the top\n\n${tableOf(top)}`, ...sections].join('\n');
}

/** For people, what the schema calls by a place: `[]` is an element of a list, and a list is written as one. */
const nameOf = ({ path }: Key) => {
  const own = path.slice(path.length > 1 ? 1 : 0).filter((segment) => segment !== ELEMENT && segment !== FIELD_NAME);
  return own.join('.');
};

function tableOf(keys: readonly Key[]): string {
  const hasVariants = keys.some(({ of }) => of.length > 0);
  const all = new Set(keys.flatMap(({ of }) => of)).size;
  const scope = ({ of }: Key) => (of.length === all ? 'all' : of.join(', '));
  const rows = keys.map((key) => [
    `\`${nameOf(key)}\``,
    ...(hasVariants ? [scope(key)] : []),
    key.takes,
    key.required ? 'required' : key.fallback === undefined ? '' : `\`${key.fallback}\``,
    key.description === '' && key.meanings.size > 0 ? 'See above.' : key.description,
  ]);
  return markdown([['key', ...(hasVariants ? ['of'] : []), 'takes', 'without it', 'meaning'], ...rows]);
}

function meaningsOf(keys: readonly Key[]): string {
  return keys
    .filter(({ meanings }) => meanings.size > 0)
    .map((key) => {
      const rows = [...key.meanings].map(([value, meaning]) => [`\`${value}\``, meaning]);
      return `${markdown([[nameOf(key), 'meaning'], ...rows])}\n`;
    })
    .join('');
}

function markdown([heading = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('');
}
