import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that this command runs from. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Where a system that is started here keeps everything. */
export const DATA_FOLDER = join(ROOT, '.heliograph');

/** In the data folder: the variables of the services of the system that was started with it last. It holds secrets. */
export const VARIABLES_FILE = 'heliograph.env';
