export { type Command, columns, readArguments, type Terminal, UsageError, wholeNumber } from './command.ts';
export { definitionKeys, ELEMENT, FIELD_NAME, type Key } from './definitions/keys.ts';
export { dispatch, type Program } from './dispatch.ts';
export { messageSchema } from './json-schema.ts';
