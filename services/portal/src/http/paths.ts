/** Whether a request is for one of these paths or for what lies below them; as the router, without regard to case. */
export function isBelow(paths: readonly string[], request: { readonly path: string }): boolean {
  const asked = request.path.toLowerCase();
  return paths.some((path) => asked === path || asked.startsWith(`${path}/`));
}
