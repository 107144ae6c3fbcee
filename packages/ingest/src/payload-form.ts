import type { Definition } from '@heliograph/schema';
import type { Report } from './report.ts';

/** The payload that a definition asks for, of what was sent in another form. What does not fit is left as it is. */
export function asPayload(form: NonNullable<Report['form']>, sent: unknown, definition: Definition): unknown {
  const value = form === 'fields' ? typed(Object(sent), definition.fields) : sent;
  return definition.record.each_element && !Array.isArray(value) ? [value] : value;
}

/** The fields of a form with numbers and booleans where the definition registers such; all others stay texts. */
function typed(fields: object, registered: Definition['fields']): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => {
      const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      return [name, typeof value === 'string' ? read(value, registered[pointer]?.type) : value];
    }),
  );
}

/** A number as JSON writes it. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function read(text: string, type: string | undefined): unknown {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return (type === 'integer' || type === 'number') && NUMBER.test(text) ? Number(text) : text;
}
