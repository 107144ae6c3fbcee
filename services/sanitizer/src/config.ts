import { definitionsSettings, kafkaSettings, secretSettings } from '@heliograph/runtime';
import { z } from 'zod';

export const Config = z.object({ ...kafkaSettings, ...definitionsSettings, ...secretSettings });
