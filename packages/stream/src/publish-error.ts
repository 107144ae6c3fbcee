const PUBLISH_FAILURES = ['overloaded', 'unavailable', 'timed_out', 'stopped'] as const;
export type PublishFailure = (typeof PUBLISH_FAILURES)[number];

/** Thrown by `publish`. Sending the same records again is safe: they carry the ids by which dedup knows them. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  readonly code: PublishFailure;

  constructor(code: PublishFailure, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}
