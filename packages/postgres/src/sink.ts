export { type Entry, isRequest } from './sink/entries.ts';
export { PositionMovedError, rejectionOf, SINK_ERRORS } from './sink/errors.ts';
export { createSinkHandler, type ReadEntry } from './sink/handler.ts';
export { OF_SYSTEMS, systemsOf } from './sink/systems-of-request.ts';
export { createSinkTables } from './sink/tables.ts';
export { createTransactionalWriter, type Rejected, type TransactionalWriter } from './sink/transactional-writer.ts';
