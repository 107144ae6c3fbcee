import { type Definition, measurementsOf, type SystemRequest, systemTags } from '@heliograph/schema';

/** Points that shall be gone: those of a measurement that have a tag, or those from before a time. */
export type Deletion = { readonly measurement: string } & (
  | { readonly tag: readonly [name: string, value: string] }
  | { readonly beforeMs: number }
);

/** Thrown where the server answers that it has deleted, and still has some of it. */
export class ErasureIncomplete extends Error {
  override readonly name = 'ErasureIncomplete';
}

/** Where points are deleted. Deleting what is not there changes nothing. */
export interface PointRemover {
  /** Rejects with errors of the store; it may be tried again. */
  remove(deletion: Deletion): Promise<void>;
}

/**
 * What an erasure takes away: all that any definition it is about, in force or not, has made of the system, also under former
 * names.
 */
export function erasureOf(request: SystemRequest, definitions: readonly Definition[]): Deletion[] {
  const { application, telemetry_type, system_keys } = request;
  return definitions
    .filter((definition) => definition.application === application)
    .filter((definition) => telemetry_type === undefined || definition.telemetry_type === telemetry_type)
    .flatMap((definition) =>
      measurementsOf(definition).flatMap((measurement) =>
        systemTags(definition).flatMap((name) =>
          system_keys.map((key): Deletion => ({ measurement, tag: [name, key] })),
        ),
      ),
    );
}
