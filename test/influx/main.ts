import { checkInflux, type InfluxLine } from '@heliograph/local-stack';
import { reportNotRun, runTests } from '../verify/vitest.ts';
import { linesAtHand } from './lines.ts';

// Runs the tests of what is written to InfluxDB on each kind of server that this machine has, and names the others' tests.
const say = (line: string) => void process.stderr.write(`${line}\n`);
const { env } = process;
const projectOf = (line: InfluxLine) => `influx-${line}`;
const { atHand, missing } = await linesAtHand((line) => checkInflux(line, { env, progress: say }));
process.exitCode = atHand.length === 0 ? 1 : runTests(atHand.map(projectOf));

const missingProjects = missing.map(({ line, why }) => ({ project: projectOf(line), why }));
reportNotRun(missingProjects, say);
