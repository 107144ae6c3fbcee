import type { AddressInfo } from 'node:net';
import { SourceEnvelope } from '@heliograph/schema';
import express from 'express';
import { z } from 'zod';
import { answer } from '../worker-side.ts';

const Body = z.union([SourceEnvelope, z.array(SourceEnvelope).min(1).max(500)]);

/** What one would write in ten lines: Express, its JSON parser, a zod schema, and the report is gone. */
const app = express();
app.disable('x-powered-by');
app.post('/v1/telemetry', express.json({ limit: '1mb' }), (request, response) => {
  const envelopes = [Body.parse(request.body)].flat();
  response.status(202).json({ results: envelopes.map(({ id }) => ({ id, status: 'accepted', records: 1 })) });
});

const server = app.listen(0, '127.0.0.1', () => answer({ port: (server.address() as AddressInfo).port }));
