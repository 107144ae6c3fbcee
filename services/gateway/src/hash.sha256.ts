import { hash } from 'node:crypto';
import type { Hash } from '@heliograph/ingest';

export const sha256: Hash = (text) => hash('sha256', text, 'hex');
