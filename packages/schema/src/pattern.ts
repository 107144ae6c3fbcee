import { RE2JS } from 're2js';
import { z } from 'zod';

/** Of the compiled program: `\.dev` has 6. At 256 characters the worst of them takes a millisecond or two. */
const LARGEST_PROGRAM = 500;

/** What is wrong with a pattern; undefined where it can be used. */
function complaintOf(pattern: string): string | undefined {
  try {
    const size = RE2JS.compile(pattern).programSize();
    return size <= LARGEST_PROGRAM ? undefined : `repeats too much: ${size} instructions of at most ${LARGEST_PROGRAM}`;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
    return `is no regular expression of RE2 (${reason}); it has neither look-around nor back-references`;
  }
}

/**
 * A regular expression of RE2, which matches in time linear in the text, whatever the pattern. Whoever uses one must
 * compile it with RE2 as well. https://github.com/google/re2/wiki/Syntax
 */
export const Pattern = z
  .string()
  .min(1)
  .max(200)
  .superRefine((pattern, context) => {
    const message = complaintOf(pattern);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
