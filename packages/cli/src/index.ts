export { type FleetOptions, fleet } from './fleet.ts';
export { type Artefacts, generateArtefacts, staleArtefacts } from './generate.ts';
export { SendError, type Sender, type Sent, send } from './send.ts';
export { SAMPLE } from './up-guide.ts';
export { type System, type SystemOptions, startSystem } from './up-system.ts';
