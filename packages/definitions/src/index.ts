export {
  DefinitionError,
  type DefinitionFolder,
  gatherDefinitions,
  isDefinitionName,
  loadDefinitions,
  readDefinitions,
} from './definitions.ts';
export {
  type DefinitionFile,
  type ParsedDefinition,
  type Problem,
  parseDefinition,
  problemLine,
  readDocument,
} from './definitions-file.ts';
export type { Path, Place } from './definitions-yaml.ts';
export { openRegister } from './open-register.ts';
