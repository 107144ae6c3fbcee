import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@heliograph/schema';
import { killRandomly } from '../rig/kills.ts';
import { CONSUMERS, type Stage } from '../scenario.ts';

const ALL = ['gateway', ...CONSUMERS] as const;

/** `kill -9` of so many processes, at random moments. */
export async function killSome(stage: Stage, kills: number, of: readonly ServiceName[] = ALL, seed = stage.seed) {
  const between = [500, 2800] as const;
  const done = await killRandomly(stage.system, { targets: of, between, kills, seed, say: stage.say });
  stage.count('kill', done.length);
}

/** `kill -9` of one process of each service, in a random order. */
export async function killEach(stage: Stage): Promise<void> {
  const order = ALL.map((service) => ({ service, at: stage.random() })).toSorted((a, b) => a.at - b.at);
  for (const { service } of order) {
    const between = [200, 1000] as const;
    const seed = `${stage.seed}/${service}`;
    await killRandomly(stage.system, { targets: [service], between, kills: 1, seed, say: stage.say });
    stage.count('kill');
  }
}

/** `kill -9` of all processes at once. */
export async function killAll({ system, count, say }: Stage): Promise<void> {
  say('kill of all');
  await system.killAll(...ALL);
  count('kill of all');
  await system.ready();
}

/** Brings each of the services to that number of processes. */
export async function scale({ system, count }: Stage, services: readonly ServiceName[], to: number): Promise<void> {
  const before = system.instances(...services).length;
  await Promise.all(services.map((service) => system.scale(service, to)));
  const joined = services.length * to - before;
  count(joined < 0 ? 'leave' : 'join', Math.abs(joined));
}

/** Stops one process of each consumer with SIGSTOP, the `place`th, and wakes all of them. */
export async function freezeOneOfEach({ system, count, say }: Stage, place: number, forMs: number): Promise<void> {
  const victims = CONSUMERS.flatMap((service) => system.instances(service)[place] ?? []);
  for (const victim of victims) system.freeze(victim);
  say(`frozen: ${victims.join(', ')}`);
  await sleep(forMs);
  for (const victim of victims) system.thaw(victim);
  count('freeze', victims.length);
  await system.ready();
}

/** Restarts every process in order. Every request that is begun meanwhile has to be answered. */
export async function restartAll({ system, count, undisturbed }: Stage): Promise<void> {
  await undisturbed(() => system.rollingRestart(ALL));
  count('restart', system.instances(...ALL).length);
}
