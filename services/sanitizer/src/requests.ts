import type { Pseudonyms } from '@heliograph/privacy';
import { type RawRequest, type Register, SystemKey, type SystemRequest } from '@heliograph/schema';

/**
 * Puts the keys of a system in place of its id: the hash that observations have, and the id itself where a definition of
 * the application keeps it as it is. All definitions are asked, whatever their status and whichever type the request is
 * about, because what was taken in before is meant. Undefined where the application has none.
 */
export function toSystemRequest(
  { system_id, ...request }: RawRequest,
  { definitions }: Pick<Register, 'definitions'>,
  { system }: Pick<Pseudonyms, 'system'>,
): SystemRequest | undefined {
  const { application } = request;
  const own = definitions.filter((definition) => definition.application === application);
  if (own.length === 0) return undefined;
  const isKept = own.some(({ record }) => record.system_key === 'keep');
  const keys = [system(application, system_id), ...(isKept ? [system_id] : [])];
  return { ...request, system_keys: keys.map((key) => SystemKey.parse(key)) };
}
