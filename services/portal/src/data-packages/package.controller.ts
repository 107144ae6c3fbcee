import { Controller, Get, Header, Inject, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CACHED } from '../http/page-headers.ts';
import { PORTAL, type Portal } from '../portal.ts';
import { ProblemError } from '../problems/problem.ts';
import { PACKAGE_FILES, type PackageFileName } from './data-packages.ts';

const TYPES: Readonly<Record<PackageFileName, string>> = {
  'datapackage.json': 'application/json; charset=utf-8',
  'figures.csv': 'text/csv; charset=utf-8; header=present',
  'figures.parquet': 'application/vnd.apache.parquet',
  'checksums.txt': 'text/plain; charset=utf-8',
};
/** What is final does not change. */
const FOR_EVER = 'public, max-age=31536000, immutable';

@Controller()
export class PackageController {
  readonly #portal: Portal;

  constructor(@Inject(PORTAL) portal: Portal) {
    this.#portal = portal;
  }

  @Get('api/v1/packages')
  @Header('Cache-Control', CACHED)
  async list() {
    const { channel, packages } = this.#portal;
    const months = await packages.months();
    return {
      channel,
      packages: months.map((month) => ({ month, descriptor: `/data/packages/${month}/datapackage.json` })),
    };
  }

  @Get('data/packages/:month/:name')
  async file(@Param('month') month: string, @Param('name') wanted: string, @Res() response: Response): Promise<void> {
    const name = PACKAGE_FILES.find((known) => known === wanted);
    const file = name === undefined ? undefined : await this.#portal.packages.file(month, name);
    if (name === undefined || file === undefined) throw new ProblemError('unknown_package');
    response.setHeader('Content-Type', TYPES[name]).setHeader('ETag', `"${file.sha256}"`);
    response.setHeader('Cache-Control', FOR_EVER);
    // Express answers ranges, conditions and HEAD.
    const options = { root: file.folder, cacheControl: false, lastModified: false, dotfiles: 'allow' } as const;
    await new Promise<void>((resolve, reject) => {
      response.sendFile(name, options, (error?: Error) =>
        error === undefined || response.headersSent ? resolve() : reject(error),
      );
    });
  }
}
