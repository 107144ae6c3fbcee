import { budgetTable, lastRun } from './last-run.ts';
import { readSuites } from './suites.ts';

// Prints each suite with its budget, and what it took in the last `npm test` of this checkout.
process.stdout.write(`${budgetTable(readSuites(), lastRun()).join('\n')}\n`);
