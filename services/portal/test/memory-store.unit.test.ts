import { describe } from 'vitest';
import { memoryStore } from './memory-store.ts';
import { describeSummaryStore } from './summary-store.contract.ts';

describe('the store in memory', () => describeSummaryStore(async (published) => memoryStore(published)));
