import { type Definition, daysUntil } from '@heliograph/schema';
import { type DefinitionState, definitionState } from './definition-state.ts';
import { sourcePath } from './source.ts';

const LABELS: Readonly<Record<DefinitionState, (definition: Definition, nowMs: number) => string | undefined>> = {
  in_force: () => undefined,
  draft: () => 'draft, not approved',
  retired: () => 'no longer collected',
  expired: ({ expires }) => `no longer collected: expired on ${expires}`,
  expires_soon: ({ expires }, nowMs) => `expires ${inDays(daysUntil(expires, nowMs))}`,
};

const inDays = (days: number) => (days === 1 ? 'within a day' : `in ${days} days`);

/** The words behind a source's name; nothing while it is in force. */
export function StateLabel({ definition, nowMs }: { readonly definition: Definition; readonly nowMs: number }) {
  const words = LABELS[definitionState(definition, nowMs)](definition, nowMs);
  if (words === undefined) return undefined;
  return (
    <>
      {' '}
      <strong class="label">{words}</strong>
    </>
  );
}

interface ExpiryNoticeProperties {
  readonly definitions: readonly Definition[];
  readonly nowMs: number;
}

/** The definitions that have to be approved again; nothing if there is none. */
export function ExpiryNotice({ definitions, nowMs }: ExpiryNoticeProperties) {
  const items = definitions.flatMap((definition) => {
    const state = definitionState(definition, nowMs);
    if (state !== 'expires_soon' && state !== 'expired') return [];
    const { title, owner, expires } = definition;
    return [
      <li>
        <a href={`${sourcePath(definition)}/collected`}>{title}</a>{' '}
        {state === 'expired' ? 'has expired and takes no reports' : 'expires soon'} ({expires}). To go on, {owner} has
        to have it approved again.
      </li>,
    ];
  });
  if (items.length === 0) return undefined;
  return (
    <aside class="notice" aria-label="Definitions that run out">
      <ul>{items}</ul>
    </aside>
  );
}
