import type { Definition } from '@heliograph/schema';
import { Inject, Injectable, type PipeTransform } from '@nestjs/common';
import { ProblemError } from '../problems/problem.ts';
import { Definitions } from '../stores/definitions.ts';

/** What a definition's reports are known by. */
interface SourceName {
  readonly application: string;
  readonly telemetry_type: string;
}

/** Throws a ProblemError if there is no public definition of this name. */
export function findSource(definitions: Definitions, name: SourceName): Definition {
  const found = definitions.public().find((definition) => isOf(definition, name));
  if (found === undefined) throw new ProblemError('unknown_source');
  return found;
}

/** The definition that a path names. */
@Injectable()
export class SourcePipe implements PipeTransform<SourceName, Definition> {
  readonly #definitions: Definitions;

  constructor(@Inject(Definitions) definitions: Definitions) {
    this.#definitions = definitions;
  }

  transform(name: SourceName): Definition {
    return findSource(this.#definitions, name);
  }
}

/** The name of the figure about fields that no definition allows: every source has it. */
const UNREGISTERED = '_unregistered';

/** Throws a ProblemError if the source publishes nothing of this name. */
export function requireSummary(definition: Definition, name: string | undefined): void {
  if (name === undefined || name === UNREGISTERED || definition.summaries.some((summary) => summary.name === name))
    return;
  throw new ProblemError('unknown_summary');
}

/** Whether something belongs to a definition's source. */
export function isOf(definition: Definition, { application, telemetry_type }: SourceName): boolean {
  return application === definition.application && telemetry_type === definition.telemetry_type;
}

/** Where a source's pages begin. */
export function sourcePath({ application, telemetry_type }: SourceName): string {
  return `/sources/${encodeURIComponent(application)}/${encodeURIComponent(telemetry_type)}`;
}

/** What a figure is called. */
export function figureTitle({ name, title }: { readonly name: string; readonly title?: string | undefined }): string {
  const words = name.replaceAll('_', ' ');
  return title ?? words.charAt(0).toUpperCase() + words.slice(1);
}
