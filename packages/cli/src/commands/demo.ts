import { definitionsSettings, loadConfig, loadDefinitions } from '@heliograph/service-kit';
import { z } from 'zod';
import { type Command, readArguments, UsageError, wholeNumber } from '../command.ts';
import { fleet } from '../fleet.ts';
import { type Sent, send } from '../send.ts';

const help = `Usage: heliograph demo [--gateway URL] [--systems n] [--seed n] [--allow-remote]

Sends SYNTHETIC reports of Trento hosts and Pulp systems for today and as many past days as each definition's late
window allows. Ids depend on the seed alone, so that a second run adds nothing but counted duplicates.

  --gateway URL    default http://127.0.0.1:8080
  --systems n      systems of each source, default 400
  --seed n         another seed is another fleet, default 1
  --allow-remote   send to a gateway on another machine: made-up systems will then count there`;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

export const demo: Command = {
  help,
  async run(argv, terminal) {
    const { values } = readArguments(argv, {
      options: {
        gateway: { type: 'string', default: 'http://127.0.0.1:8080' },
        systems: { type: 'string', default: '400' },
        seed: { type: 'string', default: '1' },
        'allow-remote': { type: 'boolean', default: false },
      },
    });
    const gateway = gatewayUrl(values.gateway, values['allow-remote']);
    const systems = wholeNumber('systems', values.systems);
    const seed = wholeNumber('seed', values.seed, 0);
    const { definitionsFolder } = loadConfig('cli', z.object(definitionsSettings), terminal.env);
    const register = await loadDefinitions(definitionsFolder);
    const lateWindow = (application: string, type: string) => register.find(application, type)?.record.late_window ?? 0;

    terminal.warn(`Sending synthetic data: ${systems} Trento hosts and ${systems} Pulp systems, seed ${seed}`);
    const started = performance.now();
    const sent = await send(
      fleet({
        seed,
        systems,
        nowMs: Date.now(),
        lateWindows: { trento: lateWindow('trento', 'host_telemetry'), pulp: lateWindow('pulp', 'status') },
      }),
      { gateway, progress: (now) => terminal.warn(`  ${now.accepted} reports, ${now.records} records accepted`) },
    );
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    for (const line of summary(sent, seconds)) terminal.print(line);
    return sent.rejected.size === 0 ? 0 : 1;
  },
};

function gatewayUrl(text: string, allowRemote: boolean): string {
  if (!URL.canParse(text)) throw new UsageError('--gateway takes a URL such as http://127.0.0.1:8080');
  const url = new URL(text);
  if (!allowRemote && !LOOPBACK.has(url.hostname))
    throw new UsageError(`${url.host} is another machine; --allow-remote if made-up systems shall count there`);
  return url.href;
}

function summary(sent: Sent, seconds: string): string[] {
  const rejected = [...sent.rejected].map(([code, n]) => `${n} reports rejected: ${code}`);
  return [
    `${sent.accepted} reports with ${sent.records} records accepted in ${seconds} s (synthetic data)`,
    ...rejected,
    'Look at',
    '  http://127.0.0.1:8081/                          the public page; past days appear once they are summarised',
    '  heliograph tail observations                    the topic to subscribe to',
    '  SELECT * FROM telemetry.systems                 in PostgreSQL',
    '  from(bucket: …) |> range(start: -8d)            in InfluxDB, measurements host_telemetry and pulp_status',
  ];
}
