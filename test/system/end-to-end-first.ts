import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Vitest takes its projects by their names, and the files of each by how long they took. End-to-end tests wait more than they
 * compute, so they begin, and those in the browser take what they leave of the cores.
 */
export class EndToEndFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isEndToEnd = ({ project }: TestSpecification) => project.name === 'e2e';
    const sorted = await super.sort(files);
    return [...sorted.filter(isEndToEnd), ...sorted.filter((file) => !isEndToEnd(file))];
  }
}
