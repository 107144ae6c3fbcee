import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { parseJson, REFUSALS } from '@heliograph/ingest';
import { hasMediaType, inflate, inflaterOf } from '../../../services/gateway/src/http/read-body.ts';
import { json } from '../../../services/gateway/src/protocols/json/json.ts';
import { below, mutateBytes, mutateText, pick } from '../bytes.ts';
import { reportsBody } from '../reports.ts';
import { demand, type FuzzTarget } from '../target.ts';

const LIMIT = 65_536;
const CODINGS = ['gzip', 'deflate', 'identity'] as const;
const ENCODERS = { gzip: gzipSync, deflate: deflateSync, raw: deflateRawSync, identity: (bytes: Buffer) => bytes };

/** Content-Type, Content-Encoding and a body, each in a line of its own but the last. */
export const body: FuzzTarget = {
  name: 'body',
  generate(random) {
    const coding = pick(random, CODINGS);
    const encoder = ENCODERS[random() < 0.9 ? coding : pick(random, ['gzip', 'deflate', 'raw', 'identity'] as const)];
    // Sometimes a bomb: what is far beyond the limit once it is decompressed.
    const plain =
      encoder !== ENCODERS.identity && random() < 0.1
        ? Buffer.alloc(LIMIT * (1 + below(random, 16)), 0x20)
        : reportsBody(random);
    const encoded = encoder(plain);
    const bytes = random() < 0.5 ? mutateBytes(encoded, random) : encoded;
    const type = random() < 0.5 ? 'application/json' : mutateText('application/json; charset=utf-8', random);
    const name = random() < 0.7 ? coding : mutateText(coding, random);
    return Buffer.concat([Buffer.from(`${oneLine(type)}\n${oneLine(name)}\n`), bytes]);
  },
  check(input) {
    const first = input.indexOf(0x0a);
    const second = input.indexOf(0x0a, first + 1);
    const [type, name] = [input.toString('utf8', 0, first), input.toString('utf8', first + 1, second)];
    const bytes = input.subarray(second + 1);
    if (hasMediaType(type, json.mediaTypes))
      demand(/^\s*application\/json\s*(?:;|$)/i.test(type), 'a type that is not JSON is taken');
    const inflater = inflaterOf(name);
    if (inflater === undefined) return 'unsupported_content_encoding';
    demand(CODINGS.includes(name.trim().toLowerCase() as 'gzip'), `the coding ${JSON.stringify(name)} is taken`);
    const plain = inflate(bytes, inflater, LIMIT);
    if ('refused' in plain) {
      demand(plain.refused in REFUSALS, `${plain.refused} is no documented code`);
      const isCompressed = name.trim().toLowerCase() !== 'identity';
      demand(isCompressed, `${plain.refused} of a body that is not compressed`);
      return plain.refused;
    }
    const parsed = parseJson(plain.bytes);
    if (parsed === undefined) return 'malformed_json';
    demand(JSON.stringify(parsed.json) !== undefined, 'what was parsed is no JSON');
    return 'parsed';
  },
};

const oneLine = (text: string) => text.replaceAll('\n', ' ');
