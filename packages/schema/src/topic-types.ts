import type { z } from 'zod';
import type { Party, TOPOLOGY, TopicId } from './topology.ts';

type Table = typeof TOPOLOGY;
type Schema<T extends TopicId, Role extends 'value' | 'request'> =
  Table[T] extends Readonly<Record<Role, infer S extends z.ZodType>> ? z.output<S> : never;

/** The topics that a service, or the command, may write. */
export type WritesOf<P extends Party> = { [T in TopicId]: P extends Table[T]['writers'][number] ? T : never }[TopicId];
/** The topics that it may read. */
export type ReadsOf<P extends Party> = { [T in TopicId]: P extends Table[T]['readers'][number] ? T : never }[TopicId];

/** The topics that a stage consumes, each with a topic for what it cannot process. */
export type InputTopicId = { [T in TopicId]: Table[T] extends { readonly deadLetters: string } ? T : never }[TopicId];
export type DeadTopicId = { [T in TopicId]: Table[T] extends { readonly redelivery: string } ? T : never }[TopicId];
/** The topics whose records have a shape. */
export type MessageTopicId = Exclude<TopicId, DeadTopicId>;

/** What a record of the topic says, unless it is a privacy request. */
export type TopicValue<T extends TopicId> = T extends TopicId ? Schema<T, 'value'> : never;
/** The privacy request that a record of the topic may be; never, where none travel in it. */
export type TopicRequest<T extends TopicId> = T extends TopicId ? Schema<T, 'request'> : never;
/** Null takes the record of a key away, in topics that are compacted. */
type Tombstone<T extends TopicId> = Table[T]['cleanup'] extends `compact${string}` ? null : never;

/** A record to be written to one of the topics: each with its own shape. */
export type Emission<T extends MessageTopicId = MessageTopicId> = T extends MessageTopicId
  ? { readonly topic: T; readonly key: string; readonly value: TopicValue<T> | TopicRequest<T> | Tombstone<T> }
  : never;

/** What a stage may emit: records of the topics that it owns. Its dead letters are written for it. */
export type EmissionOf<P extends Party> = Emission<Extract<WritesOf<P>, MessageTopicId>>;
