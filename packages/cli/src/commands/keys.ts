import { loadDefinitions } from '@heliograph/definitions';
import {
  accessKeyHash,
  accessKeySettings,
  definitionsSettings,
  kafkaSettings,
  loadConfig,
  toKafka,
} from '@heliograph/runtime';
import {
  AccessKeyId,
  AccessKeyRecord,
  ApplicationName,
  accessKeyText,
  parseDuration,
  topicsOf,
} from '@heliograph/schema';
import { checkTopics, type KafkaSettings, readTopic, writeRows } from '@heliograph/stream';
import { z } from 'zod';
import { accessKeysIn, newAccessKey, stateOf } from '../access-keys.ts';
import { type Command, columns, readArguments, type Terminal, UsageError } from '../command.ts';

const help = `Usage: heliograph keys create --application name [--expires 90d] [--note text] [--json]
       heliograph keys list [--application name] [--json]
       heliograph keys revoke <key id> [--json]

API keys, with which sources show the gateway that they may report for an application.

  create   makes a key and prints it, this once: only a keyed hash of it is kept
  list     all keys, valid or not, without their secret halves
  revoke   a second later the gateways refuse the key; there is no way back

  --application a   the one application that the key is good for
  --expires d       how long it is good for, such as 90d or 12h; without it, it does not expire
  --note text       who holds it, for the list; up to 200 characters

To replace a key, create another, bring it to the sources, and revoke the first when they use the second: any number of
keys may be valid at once. create needs HELIOGRAPH_ACCESS_KEY_SECRET, the same as the gateways.`;

export const keys: Command = {
  help,
  async run(argv, terminal) {
    const { values, positionals } = readArguments(argv, {
      options: {
        application: { type: 'string' },
        expires: { type: 'string' },
        note: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
    const [action, id, ...more] = positionals;
    const options = { ...values, terminal };
    if (action === undefined || more.length > 0 || (id !== undefined && action !== 'revoke'))
      throw new UsageError('keys takes one of create, list, revoke <key id>');
    switch (action) {
      case 'create':
        return create(options);
      case 'list':
        return list(options);
      case 'revoke':
        return revoke(id, options);
      default:
        throw new UsageError('keys takes one of create, list, revoke <key id>');
    }
  },
};

interface Options {
  readonly application?: string | undefined;
  readonly expires?: string | undefined;
  readonly note?: string | undefined;
  readonly json: boolean;
  readonly terminal: Terminal;
}

const CreateConfig = z.object({
  ...kafkaSettings,
  ...definitionsSettings,
  accessKeySecret: accessKeySettings.accessKeySecret.unwrap(),
});

async function create({ application, expires, note, json, terminal }: Options): Promise<number> {
  const named = ApplicationName.safeParse(application).data;
  if (named === undefined) throw new UsageError('--application takes the name of an application');
  const lastsMs = expires === undefined ? undefined : parseDuration(expires);
  if (expires !== undefined && !lastsMs) throw new UsageError('--expires takes a duration such as 90d or 12h');
  if (note !== undefined && note.length > 200) throw new UsageError('--note takes up to 200 characters');
  const config = loadConfig('cli', CreateConfig, terminal.env);
  const kafka = await topicsReady(config);
  const { definitions } = await loadDefinitions(config.definitionsFolder);
  if (!definitions.some((one) => one.application === named))
    terminal.warn(`There is no definition of ${named} yet: nothing will be taken for it.`);

  const nowMs = Date.now();
  const key = newAccessKey();
  const record = AccessKeyRecord.parse({
    id: key.id,
    application: named,
    hash: accessKeyHash(config.accessKeySecret)(named, key),
    created_at: new Date(nowMs).toISOString(),
    ...(lastsMs === undefined ? {} : { expires_at: new Date(nowMs + lastsMs).toISOString() }),
    ...(note === undefined ? {} : { note }),
  });
  await writeRows(kafka, 'keys', [{ key: record.id, value: record }]);
  if (json) {
    terminal.print(JSON.stringify({ key: accessKeyText(key), ...shown(record, nowMs) }));
    return 0;
  }
  terminal.warn(`A key for ${named}, ${until(record)}. It is shown this once; keep it like a password:`);
  terminal.print(accessKeyText(key));
  return 0;
}

async function list({ application, json, terminal }: Options): Promise<number> {
  const records = accessKeysIn(await readTopic(await configuredKafka(terminal), 'keys')).filter(
    (record) => application === undefined || record.application === application,
  );
  const nowMs = Date.now();
  if (json) terminal.print(JSON.stringify(records.map((record) => shown(record, nowMs))));
  else if (records.length === 0) terminal.print('There are no keys.');
  else for (const line of table(records, nowMs)) terminal.print(line);
  return 0;
}

async function revoke(id: string | undefined, { json, terminal }: Options): Promise<number> {
  const wanted = AccessKeyId.safeParse(id).data;
  if (wanted === undefined) throw new UsageError('revoke takes the id of a key, the twelve characters after hg_');
  const kafka = await configuredKafka(terminal);
  const record = accessKeysIn(await readTopic(kafka, 'keys')).find((one) => one.id === wanted);
  if (record === undefined) throw new Error(`there is no key ${wanted}; see heliograph keys list`);
  const nowMs = Date.now();
  const revoked = { ...record, revoked_at: record.revoked_at ?? new Date(nowMs).toISOString() };
  // Written again where it was revoked before: whoever asks twice wants to be sure.
  await writeRows(kafka, 'keys', [{ key: wanted, value: revoked }]);
  terminal.print(json ? JSON.stringify(shown(revoked, nowMs)) : `${wanted} of ${record.application} is revoked`);
  return 0;
}

async function configuredKafka(terminal: Terminal): Promise<KafkaSettings> {
  return topicsReady(loadConfig('cli', z.object(kafkaSettings), terminal.env));
}

async function topicsReady(config: z.infer<z.ZodObject<typeof kafkaSettings>>): Promise<KafkaSettings> {
  const kafka = toKafka(config, 'cli');
  await checkTopics(kafka, topicsOf('cli'), config.topicPartitions);
  return kafka;
}

/** Without the hash, which is nobody's business. */
function shown(record: AccessKeyRecord, nowMs: number) {
  const { hash: _, ...open } = record;
  return { ...open, state: stateOf(record, nowMs) };
}

const until = ({ expires_at }: AccessKeyRecord) =>
  expires_at === undefined ? 'without an end' : `until ${expires_at}`;

function table(records: readonly AccessKeyRecord[], nowMs: number): string[] {
  const rows = records.map((record) => [
    record.id,
    record.application,
    stateOf(record, nowMs),
    record.created_at,
    record.revoked_at ?? record.expires_at ?? 'never',
    record.note ?? '',
  ]);
  return columns([['id', 'application', 'state', 'created', 'ends', 'note'], ...rows]);
}
