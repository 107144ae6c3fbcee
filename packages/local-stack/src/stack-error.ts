/** Thrown where a backing service, or a program, cannot be had; the message is one line that says what is missing and how to mend it. */
export class StackError extends Error {
  override readonly name = 'StackError';
}
