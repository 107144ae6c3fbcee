import { findProgram } from '../../packages/local-stack/src/programs.ts';
import { reportNotRun, runTests } from '../verify/vitest.ts';

// Runs the tests of the alerts where Prometheus is, and names them where it is not.
const say = (line: string) => void process.stderr.write(`${line}\n`);
const project = 'prometheus';
const PROGRAMS = ['prometheus', 'promtool'];
const found = await Promise.all(PROGRAMS.map((name) => findProgram(name, process.env)));
const missing = PROGRAMS.filter((_, i) => found[i] === undefined);
const why = `Alerts cannot be tested (no ${missing.join(', no ')} on the PATH). Install it (Debian: apt-get install prometheus).`;
if (missing.length === 0) process.exitCode = runTests([project]);
else reportNotRun([{ project, why }], say);
