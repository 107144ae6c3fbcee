export type { FoundData, Removed } from './allow-list.ts';
export { BARE_RECORD } from './bare-record.ts';
export { KINDS, type Kind } from './finding.ts';
export { findLeaks, type Leak, type LeakWay } from './leaks.ts';
export { compile, type KeyedHash, type Sanitized } from './sanitize.ts';
export { findPersonalData } from './tripwires.ts';
