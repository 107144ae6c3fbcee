const STRINGS = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
const COMMENTS = /\/\*[\s\S]*?\*\/|\/\/.*/g;

/**
 * The code without its comments and the contents of its strings. By pattern: an apostrophe in a comment may take a piece
 * of that comment with it, and code in a template is not seen.
 */
export function withoutStringsAndComments(text: string): string {
  return text
    .replace(COMMENTS, (comment) => comment.replace(/['"`]/g, ' '))
    .replace(STRINGS, "''")
    .replace(COMMENTS, '');
}
