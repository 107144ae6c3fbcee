import { definitionsSettings, kafkaSettings } from '@heliograph/service-kit';
import { z } from 'zod';

export const Config = z.object({ ...kafkaSettings, ...definitionsSettings });
