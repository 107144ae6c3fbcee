/**
 * Pseudonyms made with a function that a test can read: all fields of an application share it with its systems, and the id
 * of a record stands for itself.
 */
export function readablePseudonyms(hash: (application: string, value: string) => string) {
  return {
    system: hash,
    field: (application: string, _telemetryType: string, _pointer: string) => (value: string) =>
      hash(application, value),
    record: (id: string) => id.replaceAll('-', ''),
  };
}
