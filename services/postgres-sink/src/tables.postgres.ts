import { fileURLToPath } from 'node:url';
import { createSinkTables } from '@heliograph/postgres/sink';
import { POSTGRES_SINK_ERRORS as errors } from './errors.ts';

const folder = fileURLToPath(new URL('../migrations', import.meta.url));

export const tables = createSinkTables({ folder, schema: 'telemetry', errors });
