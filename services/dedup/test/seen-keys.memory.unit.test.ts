import { createSeenKeys } from '../src/seen-keys.memory.ts';
import { seenKeysContract } from './seen-keys.contract.ts';

seenKeysContract('a table in memory for each day', createSeenKeys);
