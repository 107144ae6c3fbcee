import { hash } from 'node:crypto';
import type { Hash } from '../src/records.ts';

export const sha256: Hash = (text) => hash('sha256', text, 'hex');
