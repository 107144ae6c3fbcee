import type { InfluxUrls } from '@heliograph/local-stack';
import { inject } from 'vitest';

/** Where the real services of this test run are. */
export interface BackingUrls {
  readonly kafka: string[];
  readonly postgres: string;
  readonly influx: InfluxUrls;
}

declare module 'vitest' {
  interface ProvidedContext {
    backing: BackingUrls;
    /** Names what is made once for the whole run on stores that may outlive it. */
    run: string;
  }
}

/** The services that were started once for the whole run; in tests of the projects whose global setup starts them. */
export function backing(): BackingUrls {
  return inject('backing');
}
