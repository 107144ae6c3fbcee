import { Definition } from '@heliograph/schema';
import { type ParsedDefinition, readDocument } from '@heliograph/service-kit';

/** Reads a definition of earlier days: to be compared with, it need not satisfy what is asked of those in force. */
export function parsePrevious(file: string, text: string): ParsedDefinition {
  const read = readDocument(file, text, Definition);
  return 'problems' in read ? read : { file, definition: read.data, placeOf: read.placeOf };
}
