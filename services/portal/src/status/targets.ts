import { SERVICES, type ServiceName } from '@heliograph/schema';
import { z } from 'zod';

/** One process of the system: which service it is, and where it serves its status. */
export interface Target {
  readonly service: ServiceName;
  /** Without a slash at the end. */
  readonly url: string;
}

const Service = z.enum(SERVICES);
const Url = z.url({ protocol: /^https?$/ });

/** The setting: `service=URL`, separated by commas; a service that has several processes is there several times. */
export const Targets = z.string().transform((text, context): readonly Target[] => {
  const parts = text.split(',').map((part) => part.trim());
  return parts.filter(Boolean).flatMap((part) => {
    const split = part.indexOf('=');
    const service = Service.safeParse(part.slice(0, Math.max(0, split)));
    const url = Url.safeParse(part.slice(split + 1));
    if (service.success && url.success) return [{ service: service.data, url: url.data.replace(/\/+$/, '') }];
    context.addIssue({
      code: 'custom',
      message: 'service=URL, comma-separated, such as gateway=http://gateway.example:9400',
    });
    return [];
  });
});
