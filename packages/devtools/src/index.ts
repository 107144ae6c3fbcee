export { fleet } from './demo/fleet.ts';
export { generateArtefacts, staleArtefacts } from './generate/artefacts.ts';
export { SAMPLE } from './up/guide.ts';
export { type System, startSystem } from './up/system.ts';
