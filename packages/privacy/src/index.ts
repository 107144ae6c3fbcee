export type { Removed } from './allow-list.ts';
export { largestRecordBytes } from './largest-record.ts';
export { findLeaks, type LeakWay } from './leaks.ts';
export { compile, type Pseudonyms, type Sanitized } from './sanitize.ts';
