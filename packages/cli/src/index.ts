export { fleet } from './fleet.ts';
export { generateArtefacts, staleArtefacts } from './generate.ts';
export { SAMPLE } from './up-guide.ts';
export { type System, startSystem } from './up-system.ts';
