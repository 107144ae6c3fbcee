import { type Command, readArguments, type Terminal, UsageError, wholeNumber } from '@heliograph/cli';
import { loadDefinitions } from '@heliograph/definitions';
import { definitionsSettings, loadConfig, pseudonymsOf, secretSettings } from '@heliograph/runtime';
import type { Register } from '@heliograph/schema';
import { z } from 'zod';
import { type FleetOptions, fleet, fleetHistory } from '../demo/fleet.ts';
import { importHistory, localVariables } from '../demo/history.ts';
import { observationsOf } from '../demo/observations.ts';
import { type Sent, send } from '../demo/send.ts';
import { inherited } from '../up/environment.ts';

const help = `Usage: npm run demo -- [--gateway URL] [--systems n] [--seed n] [--data folder] [--allow-remote]

Makes up Trento hosts and Pulp systems, and what they report: SYNTHETIC data, labelled so on the public page. Today's
reports and those of as many past days as each definition's late window allows are sent to the gateway. The year before
is imported into the summaries, through the rules of the same definitions, where the system runs on this machine.
Ids depend on the seed alone, so that a second run adds nothing.

  --gateway URL    default: that of the system which npm start runs here
  --systems n      about so many systems of each source at the end, default 500
  --seed n         another seed is another fleet, default 1
  --data folder    where npm start keeps its data, default .heliograph
  --allow-remote   send to a gateway on another machine: made-up systems will then count there`;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

export const demo: Command = {
  help,
  async run(argv, terminal) {
    const { values } = readArguments(argv, {
      options: {
        gateway: { type: 'string' },
        systems: { type: 'string', default: '500' },
        seed: { type: 'string', default: '1' },
        data: { type: 'string' },
        'allow-remote': { type: 'boolean', default: false },
      },
    });
    const local = await localVariables(values.data);
    const own = `http://127.0.0.1:${local?.HELIOGRAPH_GATEWAY_PORT ?? 8080}/`;
    const gateway = gatewayUrl(values.gateway ?? own, values['allow-remote']);
    const systems = wholeNumber('systems', values.systems);
    const seed = wholeNumber('seed', values.seed, 0);
    const env = { ...inherited(terminal.env), ...(gateway === own ? local : {}) };
    const { definitionsFolder } = loadConfig('cli', z.object(definitionsSettings), env);
    const register = await loadDefinitions(definitionsFolder);
    const lateWindow = (application: string, type: string) => register.find(application, type)?.record.late_window ?? 0;
    const lateWindows = { trento: lateWindow('trento', 'host_telemetry'), pulp: lateWindow('pulp', 'status') };
    const options = { seed, systems, nowMs: Date.now(), lateWindows };

    terminal.warn(`SYNTHETIC data: about ${systems} Trento hosts and ${systems} Pulp systems, seed ${seed}`);
    const started = performance.now();
    if (local === undefined || gateway !== own)
      terminal.warn('The last days only: history needs the system that npm start runs on this machine');
    else await bringHistory(options, register, env, terminal);
    const progress = everySecond(({ accepted, records }: Sent) =>
      terminal.warn(`  ${accepted} reports, ${records} records accepted`),
    );
    const sent = await send(fleet(options), { gateway, progress });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    for (const line of summary(sent, seconds, local?.HELIOGRAPH_PORTAL_PORT)) terminal.print(line);
    return sent.rejected.size === 0 ? 0 : 1;
  },
};

async function bringHistory(options: FleetOptions, register: Register, env: NodeJS.ProcessEnv, terminal: Terminal) {
  const { systemKeySecret } = loadConfig('cli', z.object(secretSettings), env);
  const notice = `Synthetic data: made up by npm run demo with seed ${options.seed}. No real system has reported it.`;
  terminal.warn('A year of history: through the rules of the definitions, into the summaries');
  const observations = observationsOf(fleetHistory(options), register, pseudonymsOf(systemKeySecret));
  const say = (line: string) => terminal.warn(`  ${line}`);
  const { taken, day_is_final } = await importHistory(observations, { notice, env, say });
  terminal.warn(`  ${taken} reports taken in, ${day_is_final} of days that were published before`);
}

function gatewayUrl(text: string, allowRemote: boolean): string {
  if (!URL.canParse(text)) throw new UsageError('--gateway takes a URL such as http://127.0.0.1:8080');
  const url = new URL(text);
  if (!allowRemote && !LOOPBACK.has(url.hostname))
    throw new UsageError(`${url.host} is another machine; --allow-remote if made-up systems shall count there`);
  return url.href;
}

/** Passes on what comes at least a second after what was passed on before. */
function everySecond<T>(pass: (value: T) => void): (value: T) => void {
  let nextMs = 0;
  return (value) => {
    if (performance.now() < nextMs) return;
    nextMs = performance.now() + 1000;
    pass(value);
  };
}

function summary(sent: Sent, seconds: string, portalPort = '8081'): string[] {
  const rejected = [...sent.rejected].map(([code, n]) => `${n} reports rejected: ${code}`);
  return [
    `${sent.accepted} reports with ${sent.records} records accepted, all after ${seconds} s (synthetic data)`,
    ...rejected,
    'Look at',
    `  http://127.0.0.1:${portalPort}/                          the public page; the last days appear in a minute or two`,
    '  heliograph tail observations                    the topic to subscribe to',
    '  SELECT * FROM telemetry.systems                 in PostgreSQL',
    '  from(bucket: …) |> range(start: -8d)            in InfluxDB, measurements host_telemetry and pulp_status',
  ];
}
