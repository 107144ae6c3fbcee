import { definitionsSettings, influxSettings, kafkaSettings } from '@heliograph/service-kit';
import { z } from 'zod';

export const Config = z.object({ ...kafkaSettings, ...influxSettings, ...definitionsSettings });
