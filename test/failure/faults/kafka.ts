import type { Undo } from '../rig/postgres-faults.ts';
import type { TcpProxy } from '../rig/tcp-proxy.ts';
import type { Stage } from '../scenario.ts';
import type { Fault } from './fault.ts';
import type { FaultKind } from './kinds.ts';

/** The broker is ended, in order or as a crash would, and started again. */
export const brokerDown = (how: 'stop' | 'kill', forMs: number): Fault => ({
  kind: `broker ${how}`,
  forMs,
  async begin({ system }): Promise<Undo> {
    const { kafka } = system.stores;
    await kafka[how]();
    return () => kafka.start();
  },
});

/** Connections are reset, and new ones refused. */
export const networkCut = (forMs: number): Fault => ofNetwork('network cut', forMs, (network) => network.cut());

/** All is delivered late. */
export const networkStall = (forMs: number): Fault => ofNetwork('network stall', forMs, (network) => network.stall());

export const networkSlow = (forMs: number): Fault =>
  ofNetwork('network slow', forMs, (network) => network.slow({ latencyMs: 40, bytesPerSecond: 200_000 }));

/** All is lost, and neither side notices. */
export const networkBlackHole = (forMs: number): Fault =>
  ofNetwork('network black hole', forMs, (network) => network.blackhole());

/** One side, by chance, has lost the connections of now, and the other does not know. */
export const networkHalfOpen = (forMs: number): Fault =>
  ofNetwork('network half open', forMs, (network, { random }) =>
    network.halfOpen(random() < 0.5 ? 'client' : 'target'),
  );

function ofNetwork(kind: FaultKind, forMs: number, begin: (network: TcpProxy, stage: Stage) => Promise<void>): Fault {
  return {
    kind,
    forMs,
    async begin(stage): Promise<Undo> {
      const { kafka } = stage.system.stores.networks;
      await begin(kafka, stage);
      return () => kafka.pass();
    },
  };
}
