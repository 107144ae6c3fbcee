import { describe, expect, it } from 'vitest';
import { type Check, file, isProduction, isTypeScript, readRepository } from './repository.ts';

/** Words that code had and that stand for terms of the field, each with the term. */
const TERMS: Readonly<Record<string, string>> = {
  patience: 'grace period, timeout',
  outlet: 'fenced publisher',
  tireless: 'restart',
  InputPlace: 'TopicPartition',
  whileBeating: 'withHeartbeat',
  intake: 'request, ingest',
  keepHouse: 'applyRetention',
  carryOut: 'applyRequest',
  handOut: 'exportSystem',
  toldOf: 'toPublishable',
  noteActivity: 'upsertActivity',
  strayReads: 'findInvalidPointers',
  goFirstOpenWay: 'startFirstAvailable',
  TryLater: 'retry, as a value',
  InputRecord: 'ConsumerRecord',
  StoredRecord: 'ConsumerRecord',
  JournalRecord: 'ConsumerRecord',
  LetterFate: 'ReplayDecision',
  readLetters: 'readDeadLetters',
  hasBeenDead: 'isRedelivery',
  ABOUT_ITS_DEATH: 'DEAD_LETTER_HEADER',
  severable: 'socket pool',
  ProducerLine: 'ProducerConnection',
  createFetching: 'createPartitionControl',
  JournalSilent: 'JournalTimeout',
  JournalOvertaken: 'JournalSuperseded',
  definition_awaited: 'waiting_for_definition',
  kafka_busy: 'kafka_retriable',
  not_for_this_stage: 'addressed_to_other_stage',
  attempts_spent: 'max_attempts_reached',
  no_such_stage: 'unknown_stage',
  stretchesOf: 'segmentsOf',
};

/** Labels that the site had, each with what operators call it. */
const LABELS: Readonly<Record<string, string>> = {
  'At the door': 'Gateway',
  'Records that wait': 'Consumer lag',
  'Counts since': 'Up since',
  'Given up': 'Dead-lettered',
  'Left out': 'Dropped',
  'works in part': 'degraded',
  'too few': 'suppressed',
  'Who answers for it': 'Owner',
  'Systems that came and went': 'New, returning and lapsed systems',
};

const HERE = 'test/architecture/words.test.ts';

const fieldsTermsAreUsed: Check = (files) =>
  files
    .filter((one) => isTypeScript(one) && one.path !== HERE)
    .flatMap(({ path, text }) =>
      Object.entries(TERMS)
        .filter(([word]) => new RegExp(`\\b${word}`, 'i').test(text))
        .map(([word, term]) => `${path} says ${word}: ${term}`),
    );

/** Of code that shows something: the text of elements, and strings that begin with the label. */
const labelsAreOperators: Check = (files) =>
  files
    .filter((one) => isProduction(one) && one.path.startsWith('services/portal/'))
    .flatMap(({ path, text }) =>
      Object.entries(LABELS)
        .filter(([label]) => new RegExp(`['"\`>]${label}['"\`<]`).test(text))
        .map(([label, better]) => `${path} shows "${label}": ${better}`),
    );

describe('words that were replaced', () => {
  it('do not come back', () => {
    expect(fieldsTermsAreUsed(readRepository())).toEqual([]);
    expect(labelsAreOperators(readRepository())).toEqual([]);
  });

  it('are found where they do', () => {
    const code = file('packages/stream/src/a.ts', 'const patienceMs = openOutlet; // outlet');
    expect(fieldsTermsAreUsed([code, file('docs/a.md', 'patience')])).toEqual([
      'packages/stream/src/a.ts says patience: grace period, timeout',
      'packages/stream/src/a.ts says outlet: fenced publisher',
    ]);
    const page = file(
      'services/portal/src/a.tsx',
      "<h3>At the door</h3>, n === null ? 'too few' : n; /** Of too few. */",
    );
    expect(labelsAreOperators([page])).toEqual([
      'services/portal/src/a.tsx shows "At the door": Gateway',
      'services/portal/src/a.tsx shows "too few": suppressed',
    ]);
  });
});
