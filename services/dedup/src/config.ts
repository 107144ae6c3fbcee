import { definitionsSettings, kafkaSettings } from '@heliograph/runtime';
import { z } from 'zod';

export const Config = z.object({ ...kafkaSettings, ...definitionsSettings });
